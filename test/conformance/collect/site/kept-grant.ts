import type { Cookie } from 'playwright-core';
import type { BrowserVisit } from '../browser/browser-door.ts';
import type { ProbeAct, ProbeContext } from '../probe-act.ts';
import { gatedPathsOf } from './gated-paths.ts';

type Kept = Awaited<ReturnType<BrowserVisit['context']['storageState']>>;

/**
 * Goes in with a browser, closes it, and comes back with what it kept: cookies that outlive it, and every storage.
 * Records pages `admitted`, `restored` (with what was kept) and `fresh` (with nothing), the first with its storage.
 */
export const keptGrant: ProbeAct = {
  name: 'kept-grant',
  title: { en: 'Coming back with what the browser kept', fr: 'Revenir avec ce que le navigateur a gardé' },
  needs: ['browser', 'tokens'],
  async run(context) {
    const { record, robot, seen, target } = context;
    if (robot === undefined) return record.leave('no-tokens');
    const { cookie } = await robot.present(record, 'good');
    if (cookie === undefined) return record.leave('no-answer');
    const url = new URL(gatedPathsOf(seen)[0] ?? '/', target).href;
    const kept = await visit(context, url, 'admitted', { grant: cookie });
    const cookies = kept.cookies.filter(({ expires }) => expires > 0);
    await visit(context, url, 'restored', { kept: { ...kept, cookies } });
    await visit(context, url, 'fresh', {});
  },
};

interface Brought {
  /** Value of a `cookie` header. */
  readonly grant?: string;
  readonly kept?: Kept;
}

/** @returns what the browser holds when it is closed */
async function visit({ browser, record, target }: ProbeContext, url: string, label: string, { grant, kept }: Brought) {
  if (browser === undefined) return record.leave('no-browser');
  const visited = await browser.visit(record, label, kept === undefined ? {} : { context: { storageState: kept } });
  try {
    if (grant !== undefined) await visited.context.addCookies(cookiesOf(grant, target));
    await visited.page.goto(url).catch(() => undefined);
    await visited.settle();
    await visited.look(label, { storage: label === 'admitted' });
    return await visited.context.storageState({ indexedDB: true });
  } finally {
    await visited.close();
  }
}

/** As the site set them: a name with a prefix is only taken with what the prefix demands. */
function cookiesOf(
  grant: string,
  target: URL,
): (Pick<Cookie, 'name' | 'value' | 'secure'> & { readonly url: string })[] {
  return grant.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    const secure = target.protocol === 'https:' || name.startsWith('__');
    // A browser takes what is Secure from an encrypted address alone, and sends it to its own machine without.
    return {
      name,
      value: pair.slice(at + 1),
      secure,
      url: secure ? target.origin.replace(/^http:/, 'https:') : target.origin,
    };
  });
}
