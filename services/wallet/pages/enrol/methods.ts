import { appScreen } from './app-screen.ts';
import type { ListedMethod } from './attester.ts';
import type { Method, MethodTable } from './method.ts';
import { isProviderLink, providerScreen } from './provider-screen.ts';

/** A kind of way: whether a listed one is of it, and what it is then. */
interface MethodKind {
  readonly fits: (name: string) => boolean;
  readonly make: (listed: ListedMethod) => Method;
}

/** A request becomes a link: it may lead to the app that holds the proof of age, and nowhere else. */
const leadsTo =
  (schemes: readonly string[]) =>
  (link: string): boolean =>
    URL.canParse(link) && schemes.includes(new URL(link).protocol);

const OPENID4VP = ['eudi-openid4vp:', 'openid4vp:'];

/** The kinds of ways, the one to be offered first at the top: a new one is a new row, with its screen. */
const KINDS: readonly MethodKind[] = [
  {
    fits: (name) => name === 'eu-wallet',
    make: ({ name }) => ({
      name,
      sentences: ({ methods }) => methods.euWallet,
      isLink: leadsTo(['av:', ...OPENID4VP]),
      // Apps of the first day know their own scheme only, some of today the general one only.
      screen: (asking) => appScreen(asking, OPENID4VP),
    }),
  },
  {
    fits: (name) => name === 'eudi-wallet',
    make: ({ name }) => ({
      name,
      sentences: ({ methods }) => methods.eudiWallet,
      isLink: leadsTo(['haip-vp:', ...OPENID4VP]),
      screen: (asking) => appScreen(asking, OPENID4VP),
    }),
  },
  {
    fits: (name) => /^oidc-[a-z0-9-]+$/.test(name),
    make: ({ name, label = name }) => ({
      name,
      sentences: ({ methods: { provider } }) => ({
        label,
        does: provider.does(label),
        learns: (attester) => provider.learns(label, attester),
        waiting: provider.waiting(label),
      }),
      isLink: isProviderLink,
      screen: (asking) => providerScreen(asking, label),
    }),
  },
  {
    fits: (name) => /^page-[a-z0-9-]+$/.test(name),
    make: ({ name, label = name }) => ({
      name,
      sentences: ({ methods: { page, provider } }) => ({
        label,
        does: page.does(label),
        learns: (attester) => page.learns(label, attester),
        waiting: provider.waiting(label),
      }),
      isLink: isProviderLink,
      screen: (asking) => providerScreen(asking, label),
    }),
  },
];

/** The ways of an attester that this wallet knows how to go. */
export const methodsOf: MethodTable = (listed) =>
  KINDS.flatMap(({ fits, make }) => listed.filter(({ name }) => fits(name)).map(make));
