import { inkOn, readableOn } from '../shared/contrast';
import { COLOR, type Widget } from '../shared/widget';

/** The backgrounds on which the colour must be readable as text: as in the stylesheet. */
const LIGHT = '#ffffff';
const DARK = '#22252c';

/** Gives the page the channel's colour and theme. */
export function paint(widget: Widget | undefined): void {
  const { style, dataset } = document.documentElement;
  const color = widget?.color ?? COLOR;
  style.setProperty('--brand', color);
  style.setProperty('--on-brand', inkOn(color));
  style.setProperty('--accent-light', readableOn(color, LIGHT));
  style.setProperty('--accent-dark', readableOn(color, DARK));
  dataset.theme = widget?.theme ?? 'system';
}
