import type { ProbeAct } from '../probe-act.ts';
import { accounts } from './accounts.ts';
import { admitted } from './admitted.ts';
import { browserHome } from './browser-home.ts';
import { callbackForgery } from './callback-forgery.ts';
import { crawl } from './crawl.ts';
import { declaration } from './declaration.ts';
import { dependencies } from './dependencies.ts';
import { directMedia } from './direct-media.ts';
import { home } from './home.ts';
import { keptGrant } from './kept-grant.ts';
import { methods } from './methods.ts';
import { noScript } from './no-script.ts';
import { optionsTraffic } from './options-traffic.ts';
import { presentations } from './presentations.ts';
import { race } from './race.ts';
import { scriptSwap } from './script-swap.ts';
import { selfDeclared } from './self-declared.ts';
import { sessionEnd } from './session-end.ts';
import { spoofed } from './spoofed.ts';
import { wellKnown } from './well-known.ts';

/** What is done to a site, in this order: first what everyone may do, then what an admitted visitor sees, then attacks. */
export const siteProbes: readonly ProbeAct[] = [
  home,
  wellKnown,
  crawl,
  browserHome,
  noScript,
  optionsTraffic,
  admitted,
  methods,
  keptGrant,
  directMedia,
  spoofed,
  selfDeclared,
  declaration,
  scriptSwap,
  callbackForgery,
  dependencies,
  presentations,
  race,
  accounts,
  sessionEnd,
];
