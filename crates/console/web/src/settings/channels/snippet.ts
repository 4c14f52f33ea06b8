/** What a web page needs so that its visitors see the widget of a channel. `origin`: where this server is. */
export function snippetOf(origin: string, channelId: string): string {
  const escaped = (text: string): string =>
    text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const source = `${origin.replace(/\/+$/, "")}/widget.js`;
  return `<script async src="${escaped(source)}" data-channel="${escaped(channelId)}"></script>`;
}
