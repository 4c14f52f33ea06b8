/** The looks of the launcher and of the frame. A constructed sheet needs no leave of the site's content security policy. */
export function styles(color: string, ink: string, side: 'left' | 'right'): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; }
    .launcher, .frame { position: fixed; z-index: 2147483000; ${side}: 20px; box-sizing: border-box; }
    .launcher {
      bottom: 20px; width: 60px; height: 60px; padding: 0; border: 0; border-radius: 50%; cursor: pointer;
      background: ${color}; color: ${ink};
      box-shadow: 0 1px 6px rgb(0 0 0 / .12), 0 6px 24px rgb(0 0 0 / .22);
      transition: transform .18s cubic-bezier(.2, .8, .2, 1), box-shadow .18s;
      -webkit-tap-highlight-color: transparent;
    }
    .launcher:hover { transform: scale(1.06); box-shadow: 0 2px 8px rgb(0 0 0 / .16), 0 8px 30px rgb(0 0 0 / .28); }
    .launcher:active { transform: scale(.95); }
    .launcher:focus-visible { outline: 3px solid ${color}; outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
    .launcher svg { position: absolute; inset: 0; margin: auto; width: 28px; height: 28px; transition: opacity .16s, transform .22s; }
    .launcher .x { opacity: 0; transform: rotate(-45deg) scale(.6); }
    .launcher[aria-expanded=true] .x { opacity: 1; transform: none; }
    .launcher[aria-expanded=true] .chat { opacity: 0; transform: rotate(45deg) scale(.6); }
    .badge {
      position: absolute; top: -3px; right: -3px; min-width: 22px; height: 22px; padding: 0 6px; border-radius: 11px; box-sizing: border-box;
      background: #c81e3a; color: #fff; font: 600 12px/22px system-ui, sans-serif; text-align: center; box-shadow: 0 0 0 2px #fff;
    }
    .badge[hidden] { display: none; }
    .frame {
      bottom: 96px; width: 400px; height: min(700px, calc(100vh - 116px)); max-width: calc(100vw - 40px);
      border: 0; border-radius: 18px; background: transparent; color-scheme: normal;
      box-shadow: 0 0 0 1px rgb(0 0 0 / .06), 0 4px 12px rgb(0 0 0 / .1), 0 16px 48px rgb(0 0 0 / .22);
      transform-origin: bottom ${side}; transition: opacity .18s, transform .22s cubic-bezier(.2, .8, .2, 1), visibility 0s .22s;
      opacity: 0; visibility: hidden; transform: translateY(14px) scale(.97);
    }
    .frame.open { opacity: 1; visibility: visible; transform: none; transition-delay: 0s; }
    @media (max-width: 480px), (max-height: 480px) {
      .frame { inset: 0; width: 100%; max-width: none; height: 100%; border-radius: 0; box-shadow: none; }
      .frame.open + .launcher { display: none; }
    }
    @media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
    @media print { .launcher, .frame { display: none; } }
  `);
  return sheet;
}

/** When the frame covers the whole page. */
export const FULL_SCREEN = '(max-width: 480px), (max-height: 480px)';
