import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { App } from '../state/app';

const Context = createContext<App | undefined>(undefined);

/** Hands the app down to everything that is shown. */
export const AppProvider = Context.Provider;

/** The app. */
export function useApp(): App {
  const app = useContext(Context);
  if (app === undefined) throw new Error('there is no app around this');
  return app;
}
