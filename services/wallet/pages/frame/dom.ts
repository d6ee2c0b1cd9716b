type Content = Node | string;

/** An element with its attributes and its content; text stays text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>> = {},
  ...content: readonly Content[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...content);
  return made;
}

/** A paragraph. */
export function paragraph(...content: readonly Content[]): HTMLParagraphElement {
  return element('p', {}, ...content);
}

/** A paragraph of less weight. */
export function note(...content: readonly Content[]): HTMLParagraphElement {
  return element('p', { class: 'note' }, ...content);
}

/** The one thing to do on a screen. */
export function mainButton(label: string, act: () => void): HTMLButtonElement {
  return makeButton('main', label, act);
}

/** Another thing that may be done. */
export function quietButton(label: string, act: () => void): HTMLButtonElement {
  return makeButton('quiet', label, act);
}

function makeButton(kind: string, label: string, act: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: kind }, label);
  made.addEventListener('click', act);
  return made;
}

/** Buttons beside each other. */
export function actions(...content: readonly Content[]): HTMLDivElement {
  return element('div', { class: 'actions' }, ...content);
}

/** A titled list: who learns what. */
export function listed(title: string, items: readonly string[]): HTMLElement {
  return element(
    'section',
    { class: 'listed' },
    element('h2', {}, title),
    element('ul', {}, ...items.map((item) => element('li', {}, item))),
  );
}

/** A link that opens elsewhere and takes nothing along. */
export function linkOut(label: string, href: string, kind: 'main' | 'quiet' = 'main'): HTMLAnchorElement {
  return element('a', { class: kind, href, target: '_blank', rel: 'noopener noreferrer' }, label);
}
