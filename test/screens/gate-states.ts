import { euWallet, parseTrustedList } from '@bauta/sdk/eu-wallet';
import { ageGate, type GateOptions } from '@bauta/sdk/gate';
import { AgeError } from '@bauta/sdk/protocol';
import type { BrowserContext, Page } from 'playwright-core';
import { createTestIssuer } from '../unit/gate/issuer.ts';
import { methodThat } from '../unit/gate/method-that.ts';
import { NOON, optionsFor } from '../unit/gate/site.ts';
import type { Shown } from './page-set.ts';

/** A star and a bar: the mark of a site that does not exist. */
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 144 40" fill="currentColor">' +
  '<path d="M20 2l5 13h13l-10 8 4 14-12-9-12 9 4-14L2 15h13z"/><rect x="52" y="14" width="88" height="12" rx="6"/></svg>';

const THEME: NonNullable<GateOptions['theme']> = {
  logo: LOGO,
  properties: {
    '--accent': '#0b5cad',
    '--accent-strong': '#08427d',
    '--on-accent': '#ffffff',
    '--paper': '#ffffff',
    '--radius': '2rem',
    '--font': 'Georgia, "Liberation Serif", serif',
  },
  darkProperties: {
    '--accent': '#7bb7ff',
    '--accent-strong': '#a9d0ff',
    '--on-accent': '#04101f',
    '--paper': '#0d1117',
  },
};

/** Lists no provider: nobody shows anything to these pages. */
const NOBODY = parseTrustedList('{"certificates":[]}', { production: true });

function nobodyCanSay(): never {
  throw new AgeError('ERR_NOT_READY');
}

/** Gates of sites that differ in what their operators chose, by the first part of their host. */
const SITES: Readonly<Record<string, Partial<GateOptions>>> = {
  plain: {},
  contact: { contact: 'mailto:age-questions@a-rather-long-name-of-a-site.example', country: 'IT' },
  themed: { theme: THEME, contact: 'https://help.example/age', country: 'DE', policy: 'it-agcom' },
  direct: { methods: [euWallet({ trustedList: { current: () => NOBODY } })] },
  closed: { methods: [euWallet({ trustedList: { current: () => nobodyCanSay() } })] },
  offers: { methods: [methodThat(), methodThat({ name: 'a-third-one', privacy: 'service-visible' })] },
  pictured: { theme: { logo: '/public/logo.svg' }, country: 'IT' },
};

const urlOf = (site: string, path: string): string => `https://${site}.gate.example${path}`;

/** Every state of the gate's pages: a new page is a new row. Those in Italian are shown whatever the browser prefers. */
const STATES: Readonly<Record<string, string>> = {
  'gate-italian': urlOf('plain', '/_age/gate?lang=it'),
  'gate-themed': urlOf('themed', '/_age/gate'),
  'gate-themed-italian': urlOf('themed', '/_age/gate?lang=it'),
  'gate-pictured': urlOf('pictured', '/_age/gate'),
  'gate-offers': urlOf('offers', '/_age/gate'),
  'gate-direct': urlOf('direct', '/_age/eu-wallet'),
  'gate-direct-italian': urlOf('direct', '/_age/eu-wallet?lang=it'),
  'gate-direct-refused': urlOf('direct', '/_age/eu-wallet/return'),
  'gate-direct-closed': urlOf('closed', '/_age/eu-wallet'),
  'gate-refused-contact': urlOf('contact', '/_age/enter'),
  'gate-refused-contact-italian': urlOf('contact', '/_age/enter?lang=it'),
  'gate-refused-themed': urlOf('themed', '/_age/enter'),
  'gate-away-italian': urlOf('away', '/_age/go?lang=it'),
  'gate-help': urlOf('plain', '/_age/help'),
  'gate-help-contact': urlOf('contact', '/_age/help'),
  'gate-help-contact-italian': urlOf('contact', '/_age/help?lang=it'),
  'gate-help-themed': urlOf('themed', '/_age/help'),
};

/** The gate's own pages, answered in this process. */
export async function openGateStates(): Promise<{ serve(context: BrowserContext): Promise<void>; pages: Shown[] }> {
  const issuer = await createTestIssuer('issuer.example', NOON);
  const optionsOf = (site: string): GateOptions =>
    optionsFor(issuer, { now: NOON }, { origin: `https://${site}.gate.example`, ...SITES[site] });
  const gates = new Map(Object.keys(SITES).map((site) => [site, ageGate(optionsOf(site))]));
  for (const gate of gates.values()) await gate.refresh();
  gates.set('away', ageGate({ ...optionsOf('away'), fetch: () => Promise.reject(new TypeError('nobody there')) }));

  async function answer(request: Request): Promise<Response> {
    const { host, pathname } = new URL(request.url);
    const site = host.split('.')[0] ?? '';
    if (pathname === '/public/logo.svg') {
      const picture = LOGO.replace('currentColor', '#8c1c2b');
      return new Response(picture, { headers: { 'content-type': 'image/svg+xml' } });
    }
    const judged = await gates.get(site)?.handle(request);
    return judged && 'response' in judged ? judged.response : new Response('', { status: 404 });
  }

  return {
    async serve(context) {
      await context.route('https://*.gate.example/**', async (route) => {
        const asked = route.request();
        const { status, headers, body } = await read(
          await answer(new Request(asked.url(), { headers: await asked.allHeaders() })),
        );
        await route.fulfill({ status, headers, body });
      });
    },
    pages: Object.entries(STATES).map(([name, url]) => ({ name, show: (page, language) => show(page, url, language) })),
  };
}

async function read(answer: Response): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
  const body = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body };
}

async function show(page: Page, url: string, language: string): Promise<void> {
  await page.setExtraHTTPHeaders({ 'accept-language': language });
  await page.goto(url);
}
