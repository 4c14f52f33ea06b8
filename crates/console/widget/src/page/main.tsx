import { effect } from '@preact/signals';
import { render } from 'preact';
import { Bridge } from './bridge';
import { App } from './state/app';
import { storage } from './state/storage';
import './styles/main.css';
import { paint } from './theme';
import { AppProvider } from './ui/context';
import { Root } from './ui/Root';

const channel = location.pathname.split('/').at(-1) ?? '';
const bridge = new Bridge();
const isPreview = location.search === '?preview' && bridge.isOurs;
const app = isPreview
  ? new (await import('./state/preview')).PreviewApp(channel, bridge)
  : new App(channel, bridge, await storage(bridge));
effect(() => paint(app.widget.value));
effect(() => {
  const { tag, direction } = app.language.value;
  document.documentElement.lang = tag;
  document.documentElement.dir = direction;
  document.title = app.widget.value?.title ?? document.title;
});
const root = document.getElementById('root');
if (root !== null) {
  render(
    <AppProvider value={app}>
      <Root />
    </AppProvider>,
    root,
  );
}
void app.begin();
