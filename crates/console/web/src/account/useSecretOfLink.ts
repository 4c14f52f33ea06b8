import { useEffect, useState } from "react";

/** What a link carries behind its `#`, which no server is sent. It is taken out of the address, so that whoever looks over one's shoulder,
 * or at the history, finds no link that is still good. */
export function useSecretOfLink(): string {
  const [secret] = useState(() => location.hash.slice(1));
  useEffect(() => history.replaceState(history.state, "", location.pathname), []);
  return secret;
}
