import type { Text } from '../../text/en.ts';
import { LANGUAGES, type Language } from '../../text/text.ts';
import { element } from './dom.ts';
import { keepLanguage, readLanguage } from './language.ts';

/** A screen in one language. */
export interface View {
  /** What it is called: its heading, and the page's title. */
  readonly heading: string;
  /** Set small above the heading. */
  readonly above?: readonly Node[];
  readonly body: readonly Node[];
  /** True for a heading that is an address: set so that every character of it can be read. */
  readonly isAddress?: boolean;
}

export type Screen = (text: Text) => View;
export type Question<T> = (text: Text, answer: (value: T) => void) => View;

/** The one place of a page where screens appear. */
export interface Stage {
  show(screen: Screen): void;
  /** Shows a screen until it has been answered; its buttons answer once. */
  ask<T>(question: Question<T>): Promise<T>;
  /** Says how far things are, also to screen readers; undefined clears it. */
  say(sentence: ((text: Text) => string) | undefined): void;
}

/** Composes the stage over the page's frame (`document.ts`). */
export function createStage(): Stage {
  const main = find('screen');
  const status = find('status');
  const languages = find('languages');
  let language = readLanguage();
  let screen: Screen | undefined;
  let sentence: ((text: Text) => string) | undefined;
  let isAnswered = false;

  function draw(): void {
    const text = LANGUAGES[language];
    document.documentElement.lang = language;
    status.textContent = sentence?.(text) ?? '';
    if (!screen) return;
    const { heading, above = [], body, isAddress = false } = screen(text);
    document.title = `${heading} · Bauta`;
    const title = element('h1', { tabindex: '-1' }, ...(isAddress ? breakable(heading) : [heading]));
    title.classList.toggle('address', isAddress);
    main.replaceChildren(...above, title, ...body);
    if (isAnswered) rest();
  }

  /** Whoever has answered waits: nothing more can be pressed. */
  function rest(): void {
    for (const button of main.querySelectorAll('button')) button.disabled = true;
  }

  function show(next: Screen): void {
    screen = next;
    sentence = undefined;
    isAnswered = false;
    draw();
    main.querySelector('h1')?.focus();
  }

  function drawLanguages(): void {
    languages.setAttribute('aria-label', LANGUAGES[language].languages);
    languages.replaceChildren(
      ...(Object.keys(LANGUAGES) as Language[]).map((one) => {
        const isCurrent = one === language;
        const button = element('button', { type: 'button', lang: one, 'aria-pressed': String(isCurrent) });
        button.append(LANGUAGES[one].name);
        button.addEventListener('click', () => choose(one));
        return button;
      }),
    );
  }

  function choose(chosen: Language): void {
    language = chosen;
    keepLanguage(chosen);
    drawLanguages();
    draw();
    languages.querySelector<HTMLElement>('[aria-pressed=true]')?.focus();
  }

  drawLanguages();
  return {
    show,
    ask: (question) =>
      new Promise((resolve) => {
        const asking: Screen = (text) =>
          question(text, (value) => {
            if (screen !== asking) return;
            isAnswered = true;
            rest();
            resolve(value);
          });
        show(asking);
      }),
    say(next) {
      sentence = next;
      status.textContent = next?.(LANGUAGES[language]) ?? '';
    },
  };
}

/** An address that goes on in the next line begins there with a dot or a colon, so that it is seen to go on. */
function breakable(address: string): (string | Node)[] {
  return address.split(/(?=[.:](?!\/))/).flatMap((part, i) => (i === 0 ? [part] : [element('wbr'), part]));
}

function find(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new TypeError('the frame of the page is another');
  return found;
}
