import {
  SUCCESS_EVENTS,
  SUCCESS_NAMES,
  SUCCESS_PATTERN,
  SUCCESS_PAYLOAD,
  SUCCESS_STATUSES,
  SUCCESS_TYPES,
  TYPE_MEMBERS,
} from '../../reading/vendor-callbacks.ts';
import { inPage } from '../browser/in-page.ts';

/** What a forging script is told. */
export interface Forgery {
  /** Origins in whose name messages are forged. */
  readonly origins: readonly string[];
  /** Globals that the page expects of somebody else's script. */
  readonly globals: readonly string[];
}

const LEXICON = {
  names: SUCCESS_NAMES,
  pattern: SUCCESS_PATTERN.source,
  events: SUCCESS_EVENTS,
  payload: SUCCESS_PAYLOAD,
  types: SUCCESS_TYPES,
  members: TYPE_MEMBERS,
  statuses: SUCCESS_STATUSES,
};

/** A script that says in every way it knows that the visitor passed: callbacks, events, messages. */
export function forgeSuccess({ origins, globals }: Forgery): string {
  return inPage(forge, { ...LEXICON, origins, globals });
}

interface Telling {
  names: string[];
  pattern: string;
  events: string[];
  payload: Record<string, string | boolean | number>;
  types: string[];
  members: string[];
  statuses: string[];
  origins: string[];
  globals: string[];
}

/** Runs in the page. */
function forge({ names, pattern, events, payload, types, members, statuses, origins, globals }: Telling): void {
  const success = new RegExp(pattern, 'i');
  const failure = /error|fail|cancel|den(y|ied)|reject|decline|abort|under|minor|exit|leave|refus/i;
  const detail = { ...payload, verification: { ...payload }, data: { ...payload } };
  const called = new Set<unknown>();
  // biome-ignore lint/suspicious/noExplicitAny: whatever the page keeps
  const call = (run: any, self: unknown, ...given: unknown[]) => {
    if (typeof run !== 'function' || called.has(run) || called.size > 200) return;
    called.add(run);
    try {
      run.apply(self, given);
    } catch {}
  };
  const isWanted = (name: string) => !failure.test(name) && (names.includes(name) || success.test(name));

  // Settings, queues and objects with callbacks in them, a few levels deep.
  const walk = (value: unknown, depth: number): void => {
    if (value === null || typeof value !== 'object' || depth > 4 || value instanceof Node || value === window) return;
    for (const name of Object.keys(value).slice(0, 100)) {
      try {
        const member = (value as Record<string, unknown>)[name];
        if (typeof member === 'function' && isWanted(name)) call(member, value, detail);
        else if (typeof member === 'object') walk(member, depth + 1);
      } catch {}
    }
  };
  const tell = (given: unknown[]) => {
    const saysFailure = given.some((one) => typeof one === 'string' && failure.test(one));
    for (const one of given) {
      if (typeof one === 'function' && !saysFailure) setTimeout(() => call(one, undefined, detail), 0);
      else setTimeout(() => walk(one, 0), 0);
    }
  };

  // Where somebody else's program is expected, one that answers yes to everything.
  const make = (): unknown =>
    new Proxy(() => {}, {
      get: (_, member) => (member === 'then' || typeof member === 'symbol' ? undefined : make()),
      apply: (_, __, given) => {
        tell(given);
        return answer();
      },
      construct: (_, given) => {
        tell(given);
        return make() as object;
      },
    });
  const answer = (): unknown => {
    const coming = Promise.resolve(detail);
    return new Proxy(() => {}, {
      get: (_, member) => {
        if (member === 'then') return coming.then.bind(coming);
        return typeof member === 'symbol' ? undefined : make();
      },
      apply: (_, __, given) => {
        tell(given);
        return answer();
      },
    });
  };
  const page = window as unknown as Record<string, unknown>;
  for (const name of globals) if (!(name in page)) page[name] = make();

  const sayAll = () => {
    const bare = document.createElement('iframe');
    bare.hidden = true;
    document.documentElement.append(bare);
    const native = new Set(Object.getOwnPropertyNames(bare.contentWindow ?? window));
    bare.remove();
    for (const name of Object.getOwnPropertyNames(window)) {
      if (native.has(name) || globals.includes(name)) continue;
      try {
        const value = page[name];
        if (typeof value === 'function' && isWanted(name)) call(value, window, detail);
        else if (Array.isArray(value) || typeof value === 'object') walk(value, 0);
      } catch {}
    }
    // Names of functions that the page wrote into attributes and addresses of scripts.
    for (const element of document.querySelectorAll<HTMLElement>(
      'script[src], [data-callback], [data-onsuccess], [data-success]',
    )) {
      const given = Object.entries(element.dataset);
      const asked = element instanceof HTMLScriptElement ? [...new URL(element.src, location.href).searchParams] : [];
      for (const [name, value] of [...given, ...asked]) if (value && isWanted(name)) call(page[value], window, detail);
    }
    for (const name of events) {
      for (const target of [window, document]) target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
    }
    const messages = [
      ...types.map((type) => ({ ...detail, ...Object.fromEntries(members.map((member) => [member, type])) })),
      ...statuses.map((status) => ({ ...detail, status, data: { ...payload, status } })),
    ];
    for (const message of [...messages, 'verified', 'success', 'age_verified']) {
      const forms = typeof message === 'string' ? [message] : [message, JSON.stringify(message)];
      for (const data of forms) {
        window.postMessage(data, '*');
        for (const origin of origins)
          window.dispatchEvent(new MessageEvent('message', { data, origin, source: window }));
      }
    }
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.hidden = true;
    frame.srcdoc = `<script>parent.postMessage(${JSON.stringify(messages[0])}, '*')</script>`;
    document.documentElement.append(frame);
  };
  sayAll();
  // Once more for what the page sets up when it has loaded.
  setTimeout(sayAll, 600);
}
