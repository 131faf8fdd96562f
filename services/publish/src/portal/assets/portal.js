// Comforts only: every page is whole without this file.
const article = document.querySelector('article[data-item]');
const tools = document.querySelector('[data-tools]');
const sizes = [0.9, 1, 1.15, 1.3, 1.5];
const stored = 'portal-type-size';

const remembered = () => {
  try {
    return Number(localStorage.getItem(stored) ?? 1);
  } catch {
    return 1; // Storage is switched off: the size lasts as long as the page.
  }
};

let size = sizes.includes(remembered()) ? remembered() : 1;
const applySize = (next) => {
  size = next;
  document.documentElement.style.setProperty('--type-size', String(size));
  try {
    localStorage.setItem(stored, String(size));
  } catch {
    return; // As above.
  }
};

const button = (label, text, act) => {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.setAttribute('aria-label', label);
  made.title = label;
  made.addEventListener('click', () => act(made));
  return made;
};

if (size !== 1) applySize(size);
if (tools) {
  const { larger, smaller, copy, copied, print } = tools.dataset;
  const step = (by) => applySize(sizes[Math.min(sizes.length - 1, Math.max(0, sizes.indexOf(size) + by))]);
  tools.append(button(`A− ${smaller}`, 'A−', () => step(-1)), button(`A+ ${larger}`, 'A+', () => step(1)), button(print, print, () => window.print()));
  if (navigator.clipboard) {
    const canonical = document.querySelector('meta[property="og:url"]')?.content ?? location.href;
    tools.append(button(copy, copy, async (made) => {
      await navigator.clipboard.writeText(canonical);
      made.textContent = copied;
    }));
  }
}

// Counted when the page was really looked at, once per opening of it.
if (article && navigator.sendBeacon) {
  const count = () => {
    if (document.visibilityState === 'visible') navigator.sendBeacon('/v1/views', article.dataset.item);
  };
  setTimeout(count, 2000);
}
