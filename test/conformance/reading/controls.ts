import { ancestorsOf, attributeOf, type Element, elementsOf, textOf, walk } from './html-tree.ts';
import { resolve } from './same-site.ts';

/** Something that a person can choose on a page. */
export interface Control {
  readonly tag: 'a' | 'button' | 'input';
  /** What is written on it, or read aloud. */
  readonly label: string;
  /** Where it leads; of a button, its form's address. */
  readonly href?: string;
  readonly rel: readonly string[];
  /** What is written beside it, and beside no other control; with what `aria-describedby` names. */
  readonly beside: string;
}

const PUSHED: ReadonlySet<string> = new Set(['submit', 'button', 'image']);
const ASIDE: ReadonlySet<string> = new Set(['body', 'html', 'main', 'header', 'footer', 'nav']);

function isControl(element: Element): boolean {
  if (element.tagName === 'button') return true;
  if (element.tagName === 'a')
    return attributeOf(element, 'href') !== undefined || attributeOf(element, 'role') === 'button';
  return element.tagName === 'input' && PUSHED.has(attributeOf(element, 'type')?.toLowerCase() ?? '');
}

/** Links and buttons, in the order of the page, each with the words that belong to it alone. */
export function readControls(elements: readonly Element[], base: string): readonly Control[] {
  const byId = new Map(
    elements.flatMap((one) => (attributeOf(one, 'id') ? [[attributeOf(one, 'id') ?? '', one]] : [])),
  );
  return elements.filter(isControl).map((element) => {
    const href = hrefOf(element, base);
    return {
      tag: element.tagName as Control['tag'],
      label: labelOf(element),
      rel: (attributeOf(element, 'rel') ?? '').toLowerCase().split(/\s+/).filter(Boolean),
      beside: [textOf(surroundingsOf(element)), ...describedBy(element, byId)].join(' '),
      ...(href === undefined ? {} : { href }),
    };
  });
}

function labelOf(element: Element): string {
  const named = attributeOf(element, 'aria-label') ?? attributeOf(element, 'value');
  const pictured = elementsOf(element).map((one) => attributeOf(one, 'alt') ?? '');
  return textOf(element) || named || pictured.find(Boolean) || attributeOf(element, 'title') || '';
}

function hrefOf(element: Element, base: string): string | undefined {
  if (element.tagName === 'a') return resolve(attributeOf(element, 'href') ?? 'about:', base)?.href;
  const form = ancestorsOf(element).find(({ tagName }) => tagName === 'form');
  const own =
    attributeOf(element, 'formaction') ?? (form === undefined ? undefined : (attributeOf(form, 'action') ?? ''));
  return own === undefined ? undefined : resolve(own, base)?.href;
}

/** The largest element around it that holds no other control. */
function surroundingsOf(element: Element): Element {
  let widest = element;
  for (const around of ancestorsOf(element)) {
    if (ASIDE.has(around.tagName) || holdsAnother(around, element)) break;
    widest = around;
  }
  return widest;
}

function holdsAnother(around: Element, element: Element): boolean {
  for (const one of walk(around)) if (one !== element && isControl(one)) return true;
  return false;
}

function describedBy(element: Element, byId: ReadonlyMap<string, Element>): readonly string[] {
  const ids = attributeOf(element, 'aria-describedby')?.split(/\s+/) ?? [];
  return ids.flatMap((id) => {
    const found = byId.get(id);
    return found === undefined ? [] : [textOf(found)];
  });
}
