import { accessSync, constants } from 'node:fs';
import { findBrowser, thisMachine } from '../collect/browser/find-browser.ts';
import { openBrowserDoor } from '../collect/browser/open-browser-door.ts';
import { clockAheadOf } from '../collect/http/circumstances.ts';
import { openHttpDoor } from '../collect/http/open-http-door.ts';
import { createBlobMap, createProbeRecorder } from '../evidence/recorder.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Text } from '../text.ts';
import type { Command } from './command.ts';
import { readTarget } from './run-options.ts';

interface Seen {
  readonly isWell: boolean;
  readonly line: Text;
  /** How this ends where it is not well. */
  readonly exit?: ExitCode;
}

/** Seconds that clocks may differ before a report's times are in doubt. */
const CLOCK_TOLERANCE = 120;

/** `doctor [URL]`: whether this machine has what a run needs. A problem on this side is no finding. */
export const doctor: Command = async ({ args, language, print, now }) => {
  const flags = new Set(['--lang', '--browser']);
  const address = args.find((arg, at) => !arg.startsWith('--') && !flags.has(args[at - 1] ?? ''));
  const named = args[args.indexOf('--browser') + 1];
  const seen = [
    await seeBrowser(args.includes('--browser') ? named : undefined),
    seeFolder(),
    ...(address === undefined ? [] : await seeTarget(readTarget(address), now)),
  ];
  for (const { isWell, line } of seen) print(`${isWell ? 'ok ' : '!! '} ${line[language]}`);
  return seen.find(({ isWell }) => !isWell)?.exit ?? EXIT.held;
};

async function seeBrowser(named: string | undefined): Promise<Seen> {
  const executable = findBrowser(thisMachine(), named);
  if (executable === undefined) {
    return {
      isWell: false,
      exit: EXIT.configuration,
      line: {
        en: 'No Chrome, Edge or Chromium was found. Install one, or name it: --browser PATH. Without it only HTTP checks run.',
        fr: 'Aucun Chrome, Edge ni Chromium trouvé. Installez-en un ou nommez-le\u00a0: --browser CHEMIN. Sans lui, seuls les contrôles HTTP sont faits.',
      },
    };
  }
  try {
    const door = await openBrowserDoor({ executable, count: () => undefined });
    await door.close();
    return {
      isWell: true,
      line: { en: `Browser: ${door.version} (${executable})`, fr: `Navigateur\u00a0: ${door.version} (${executable})` },
    };
  } catch {
    return {
      isWell: false,
      exit: EXIT.configuration,
      line: {
        en: `${executable} does not start; name another: --browser PATH.`,
        fr: `${executable} ne démarre pas\u00a0; nommez-en un autre\u00a0: --browser CHEMIN.`,
      },
    };
  }
}

function seeFolder(): Seen {
  try {
    accessSync('.', constants.W_OK);
    return { isWell: true, line: { en: 'This folder can be written to.', fr: 'Ce dossier accepte l’écriture.' } };
  } catch {
    return {
      isWell: false,
      exit: EXIT.configuration,
      line: {
        en: 'This folder cannot be written to; name another: --out DIR.',
        fr: 'Ce dossier n’accepte pas l’écriture\u00a0; nommez-en un autre\u00a0: --out DOSSIER.',
      },
    };
  }
}

async function seeTarget(target: URL, now: () => number): Promise<readonly Seen[]> {
  const http = openHttpDoor({ cap: 1, now });
  const answer = await http.send(createProbeRecorder('doctor', 1, createBlobMap(), now), {
    url: target.href,
    label: 'home',
  });
  if (answer.response === undefined) {
    const line: Text = {
      en: `${target.origin} does not answer (${answer.noAnswer}).`,
      fr: `${target.origin} ne répond pas (${answer.noAnswer}).`,
    };
    return [{ isWell: false, exit: EXIT.unreachable, line }];
  }
  const status: Seen = {
    isWell: true,
    line: {
      en: `${target.origin} answers with status ${answer.response.status}.`,
      fr: `${target.origin} répond avec le statut ${answer.response.status}.`,
    },
  };
  const ahead = clockAheadOf(answer) ?? 0;
  if (Math.abs(ahead) <= CLOCK_TOLERANCE) return [status];
  const line: Text = {
    en: `This machine’s clock is ${ahead} s away from the target’s. Set it right: the report states times.`,
    fr: `L’horloge de cette machine diffère de ${ahead} s de celle de la cible. Réglez-la\u00a0: le rapport indique des heures.`,
  };
  return [status, { isWell: false, exit: EXIT.configuration, line }];
}
