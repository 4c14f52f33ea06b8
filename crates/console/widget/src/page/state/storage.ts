import type { Bridge } from '../bridge';
import { type Kept, memory } from './store';

/**
 * Where the visitor's things are kept: in the frame's own part of the browser's storage, which the site cannot read. Where the browser
 * denies frames theirs, the loader keeps them on the site's page instead; where it denies that too, they last as long as the page.
 */
export async function storage(bridge: Bridge): Promise<Kept> {
  try {
    localStorage.getItem('');
    return localStorage;
  } catch {
    return bridge.isFramed ? keptByLoader(bridge) : memory();
  }
}

async function keptByLoader(bridge: Bridge): Promise<Kept> {
  const entries = await new Promise<[string, string][]>((resolve) => {
    bridge.hear = (message) => {
      if (message.type === 'kept') resolve(message.entries);
    };
    bridge.say({ type: 'restore' });
  });
  const copy = memory();
  for (const [key, value] of entries) copy.setItem(key, value);
  return {
    getItem: copy.getItem,
    key: copy.key,
    get length() {
      return copy.length;
    },
    setItem(key, value) {
      copy.setItem(key, value);
      bridge.say({ type: 'keep', key, value });
    },
    removeItem(key) {
      copy.removeItem(key);
      bridge.say({ type: 'keep', key, value: null });
    },
  };
}
