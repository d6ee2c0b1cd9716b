import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { findBrowser, thisMachine } from '../collect/browser/find-browser.ts';
import { ConfigurationFault, EXIT, TargetUnreachable } from '../exit-codes.ts';
import { isLoopback } from '../reading/loopback.ts';
import { enrolAtDemonstration } from '../robot/enrol/enrol-at-demonstration.ts';
import { enrolPerson } from '../robot/enrol/enrol-person.ts';
import { fillTokenFile } from '../robot/enrol/fill-token-file.ts';
import { findIssuerOf } from '../robot/enrol/find-rooms.ts';
import { createRoomFetch } from '../robot/enrol/room-fetch.ts';
import type { Text } from '../text.ts';
import type { Command, CommandGiven } from './command.ts';
import { isThere } from './is-there.ts';
import { readFlags } from './read-flags.ts';
import { readTarget } from './run-options.ts';

/** `enrol WALLET --out FILE`: a person proves their age once, and the robot has tokens for a week. */
export const enrol: Command = async (given) => {
  const { values, positionals } = readFlags('enrol', given.args, {
    out: { type: 'string' },
    browser: { type: 'string' },
    method: { type: 'string' },
    lang: { type: 'string' },
  });
  const { out, method } = values;
  if (out === undefined) throw new ConfigurationFault(NO_FILE);
  if (existsSync(out)) throw new ConfigurationFault(isThere(out, 'file'));
  const wallet = readTarget(positionals[0] ?? '');
  const fetch = createRoomFetch();
  const now = (): number => Math.floor(given.now() / 1000);
  const rooms = await findIssuerOf(wallet.origin, fetch).catch(() => undefined);
  if (rooms === undefined) {
    throw new TargetUnreachable({
      en: `enrol: ${wallet.origin} names no issuer that answers`,
      fr: `enrol\u00a0: ${wallet.origin} ne nomme aucun émetteur qui réponde`,
    });
  }
  const account =
    (isLoopback(wallet.hostname) ? await enrolAtDemonstration({ wallet: wallet.origin, fetch, now }) : undefined) ??
    (await enrolPerson({ rooms, fetch, ...(method && { method }), show: showIn(given, values.browser), wait, now }));
  if (account === undefined) {
    given.print(NOT_SHOWN[given.language]);
    return EXIT.inconclusive;
  }
  given.print(`${await fillTokenFile(out, account)} → ${out}`);
  return EXIT.held;
};

const NO_FILE: Text = {
  en: 'enrol: say where the tokens go: --out FILE',
  fr: 'enrol\u00a0: dites où vont les jetons\u00a0: --out FICHIER',
};

const NO_BROWSER: Text = {
  en: 'enrol: no browser was found; name one: --browser PATH',
  fr: 'enrol\u00a0: aucun navigateur trouvé\u00a0; nommez-en un\u00a0: --browser CHEMIN',
};

const NOT_SHOWN = {
  en: 'No age was shown within ten minutes, or it was refused. Nothing was kept; start again when you are ready.',
  fr: 'Aucun âge n’a été montré en dix minutes, ou il a été refusé. Rien n’a été conservé\u00a0; recommencez quand vous serez prêt.',
};

const SHOW_IT = {
  en: 'Show your age in the window that has opened. This goes on by itself.',
  fr: 'Montrez votre âge dans la fenêtre qui s’est ouverte. La suite vient d’elle-même.',
};

/** In a browser that the person can see, and closes themselves. */
function showIn({ print, language }: CommandGiven, named: string | undefined) {
  return async (link: string): Promise<void> => {
    const executablePath = findBrowser(thisMachine(), named);
    if (executablePath === undefined) throw new ConfigurationFault(NO_BROWSER);
    print(SHOW_IT[language]);
    const browser = await chromium.launch({ executablePath, headless: false });
    const page = await browser.newPage();
    await page.goto(link).catch(() => undefined);
  };
}
