import type { Question, Stage } from '../../../services/wallet/pages/frame/stage.ts';
import { en } from '../../../services/wallet/text/en.ts';

/** What a person meets, in order, by its heading, and what they answer there. */
export type Script = readonly (readonly [heading: string, answer: unknown])[];

/** A stage without a page: screens are told apart by their headings, as people do. */
export interface ScriptedStage extends Stage {
  /** What was said in the status line. */
  readonly said: string[];
  /** The headings that were to come still. */
  readonly left: () => readonly string[];
}

export function createScriptedStage(script: Script): ScriptedStage {
  const left = [...script];
  const said: string[] = [];
  withoutPage();
  return {
    said,
    left: () => left.map(([heading]) => heading),
    show: () => {},
    say: (sentence) => {
      if (sentence) said.push(sentence(en));
    },
    async ask<T>(question: Question<T>): Promise<T> {
      const { heading } = question(en, () => {});
      const [expected, answer] = left.shift() ?? [];
      if (heading !== expected) throw new Error(`met "${heading}", not "${expected}"`);
      if (answer === WAITS) return new Promise(() => {});
      return answer as T;
    },
  };
}

/** A person who does nothing about a screen. */
export const WAITS = Symbol('waits');

/** Elements that swallow whatever is done to them: nothing here looks at a page. */
function withoutPage(): void {
  const element: object = new Proxy(() => element, { get: () => element, set: () => true });
  Object.assign(globalThis, { document: { createElement: () => element, createElementNS: () => element } });
}
