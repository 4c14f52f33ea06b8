import './demo.css';

/** Puts the same snippet into this page that a site puts into its own. */
const channel = new URLSearchParams(location.search).get('channel');
if (channel === null) {
  document.getElementById('missing')?.removeAttribute('hidden');
} else {
  const script = document.createElement('script');
  script.async = true;
  script.src = '/widget.js';
  script.dataset.channel = channel;
  document.head.append(script);
}
