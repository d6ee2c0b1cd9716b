import type { EvidenceView } from '../../evidence/view.ts';
import { expectedGlobals } from '../../reading/expected-globals.ts';
import { type Flag, flagsIn } from '../../reading/flags-in-scripts.ts';
import { readHtml } from '../../reading/html.ts';
import { isSameSite, resolve } from '../../reading/same-site.ts';
import { FLAG_NAMES, FLAG_VALUES, isGateScript } from '../../reading/vendor-callbacks.ts';
import type { BrowserVisit, VisitOptions } from '../browser/browser-door.ts';
import { inPage } from '../browser/in-page.ts';
import type { ProbeAct } from '../probe-act.ts';
import { type Forgery, forgeSuccess } from './forge-success.ts';
import { gateAddressOf } from './gate-address.ts';
import { removeOverlays } from './remove-overlays.ts';
import { rewriteAnswers } from './rewrite-answers.ts';
import { recordReached, visitPage } from './visit-page.ts';

/** What is known of the page before it is attacked. */
interface Known {
  readonly address: string;
  /** Addresses of scripts that are the gate's, or may be. */
  readonly gateScripts: ReadonlySet<string>;
  readonly forgery: Forgery;
  readonly flags: readonly Flag[];
}

interface Attack {
  readonly name: string;
  /** Undefined where there is nothing to attack in this way. */
  readonly options: (known: Known) => (VisitOptions & { before?: (visit: BrowserVisit) => Promise<void> }) | undefined;
  readonly act?: (visit: BrowserVisit, known: Known) => Promise<void>;
}

const isScript = (url: string): boolean => /\.m?js($|[?#])/i.test(url);

/** Each was done to a real gate by somebody; each is done in a fresh visit. */
const ATTACKS: readonly Attack[] = [
  {
    name: 'scripts-blocked',
    options: ({ gateScripts }) => ({ block: (url) => gateScripts.has(url) || isScript(url) }),
  },
  {
    name: 'script-swapped',
    options({ gateScripts, forgery }) {
      if (gateScripts.size === 0) return undefined;
      const stub = { body: forgeSuccess(forgery), type: 'text/javascript' };
      return { replace: (url) => (gateScripts.has(url) ? stub : undefined) };
    },
  },
  {
    name: 'overlay-removed',
    options: () => ({}),
    async act({ page, settle }) {
      await page.evaluate(inPage(removeOverlays)).catch(() => {});
      await settle(1_500);
      await page.evaluate(inPage(removeOverlays)).catch(() => {});
    },
  },
  {
    name: 'success-forged',
    options: () => ({}),
    async act({ page, settle }, { forgery }) {
      await page.evaluate(forgeSuccess(forgery)).catch(() => {});
      // The second round of the forgery comes after 600 ms.
      await page.waitForTimeout(800);
      await settle();
    },
  },
  ...FLAG_VALUES.map(
    (value, at): Attack => ({
      name: `flags-set-${at + 1}`,
      options: ({ flags, address }) => ({
        script: inPage(
          setFlags,
          flags.map((flag) => [flag.name, flag.value ?? value]),
        ),
        before: ({ context }) => setCookies(context, flags, value, address),
      }),
    }),
  ),
  { name: 'answers-rewritten', options: () => ({ script: inPage(rewriteAnswers) }) },
];

/**
 * What add-ons and anyone with a browser's own tools do to a gate that is only in the page. Records for `none` and each
 * attack exchanges and a page `after-<attack>` and a fact `reached-<attack>` (`ShownContent`); a fact `attacks`
 * `{ done: [names], left: [names with nothing to attack] }`, and a fact `known` `{ scripts, globals, flags }` in numbers.
 */
export const scriptSwap: ProbeAct = {
  name: 'script-swap',
  title: {
    en: 'The gate’s scripts stopped, replaced and lied to',
    fr: 'Les scripts du contrôle arrêtés, remplacés et trompés',
  },
  needs: ['browser', 'authority'],
  async run(context) {
    const { record, seen, target, progress } = context;
    const address = gateAddressOf(seen, target);
    const plain = await visitPage(context, 'after-none', address);
    if (plain === undefined) return record.leave('no-answer');
    await recordReached(plain, record, 'none');
    const known = await learn(plain, seen, target, address);
    await plain.close();
    const { gateScripts, forgery, flags } = known;
    const numbers = { scripts: gateScripts.size, globals: forgery.globals.length, flags: flags.length };
    record.add({ kind: 'fact', label: 'known', value: numbers });
    const done: string[] = [];
    const left: string[] = [];
    for (const { name, options, act } of ATTACKS) {
      const given = options(known);
      if (given === undefined) {
        left.push(name);
        continue;
      }
      progress(name);
      const visit = await visitPage(context, `after-${name}`, address, given);
      if (visit === undefined) continue;
      await act?.(visit, known);
      await recordReached(visit, record, name);
      await visit.close();
      done.push(name);
    }
    record.add({ kind: 'fact', label: 'attacks', value: { done, left } });
  },
};

async function learn(visit: BrowserVisit, seen: EvidenceView, target: URL, address: string): Promise<Known> {
  const page = readHtml(await visit.page.content().catch(() => ''), address);
  const addresses = page.scripts.flatMap(({ src }) => src ?? []);
  const isForeign = (url: string) => !isSameSite(new URL(url), target);
  const gateScripts = new Set(addresses.filter((url) => isForeign(url) || isGateScript(url)));
  const frames = page.links.filter(({ tag }) => tag === 'iframe').map(({ url }) => url);
  const origins = [...gateScripts, ...frames].flatMap((url) => resolve(url, address)?.origin ?? []);
  const fetched = seen
    .probe('browser-home')
    .exchanges('gate')
    .filter(({ response }) => /javascript/.test(response?.body.type ?? ''));
  const external = fetched.map(({ response }) => (response === undefined ? '' : seen.text(response.body)));
  const own = fetched
    .filter(({ request }) => !gateScripts.has(request.url))
    .map(({ response }) => (response === undefined ? '' : seen.text(response.body)));
  const inline = page.scripts.map(({ text }) => text);
  const found = [...inline, ...external].flatMap(flagsIn);
  const flags = [
    ...new Map([...FLAG_NAMES.map((name): Flag => ({ name })), ...found].map((flag) => [flag.name, flag])).values(),
  ];
  return {
    address,
    gateScripts,
    flags,
    forgery: { origins: [...new Set([...origins, target.origin])], globals: expectedGlobals([...inline, ...own]) },
  };
}

/** Runs in the page. */
function setFlags(flags: [name: string, value: string][]): void {
  for (const [name, value] of flags) {
    try {
      localStorage.setItem(name, value);
      sessionStorage.setItem(name, value);
    } catch {}
  }
}

async function setCookies(
  context: BrowserVisit['context'],
  flags: readonly Flag[],
  value: string,
  url: string,
): Promise<void> {
  for (const { name, value: own } of flags) {
    // A name or a value that is no cookie's is refused, and the others still count.
    await context.addCookies([{ name, value: own || value, url }]).catch(() => {});
  }
}
