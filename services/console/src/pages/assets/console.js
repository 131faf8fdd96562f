// What makes the console quicker for those who use it all day. Every page works without it.

const keysOff = 'wiredesk-keys-off';
const chordMs = 1_500;

const isTyping = (target) => target instanceof window.Element && target.closest('input, textarea, select, [contenteditable]') !== null;

/** Single letters get in the way of speech input: they can be switched off (WCAG 2.1.4). */
const shortcuts = () => {
  const box = document.getElementById('shortcuts-on');
  if (box) {
    box.checked = localStorage.getItem(keysOff) === null;
    box.addEventListener('change', () => (box.checked ? localStorage.removeItem(keysOff) : localStorage.setItem(keysOff, '1')));
  }
  let wentAt = Number.NEGATIVE_INFINITY;
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target) || localStorage.getItem(keysOff) !== null) return;
    const isChord = performance.now() - wentAt < chordMs;
    wentAt = Number.NEGATIVE_INFINITY;
    if (isChord) {
      const link = /^[a-z]$/.test(event.key) ? document.querySelector(`#nav a[data-key="${event.key}"]`) : null;
      if (link) location.assign(link.href);
    } else if (event.key === 'g') {
      wentAt = performance.now();
    } else if (event.key === '?') {
      document.getElementById('shortcuts')?.togglePopover();
    } else if (event.key === '/') {
      const box = document.querySelector('[data-find]');
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    }
  });
};

/** Shows the buttons that copy; they are of no use without this. */
const showCopying = (root) => {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll('button[data-copy][hidden]')) button.hidden = false;
};

const copying = () => {
  showCopying(document);
  document.addEventListener('htmx:after:swap', () => showCopying(document));
  document.addEventListener('click', async (event) => {
    const button = event.target instanceof window.Element ? event.target.closest('button[data-copy]') : null;
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    const said = document.getElementById('said');
    if (said) said.textContent = `${said.dataset.copied} ${button.dataset.copy}`.slice(0, 200);
    button.dataset.done = '';
    setTimeout(() => delete button.dataset.done, 1_200);
  });
};

shortcuts();
copying();
