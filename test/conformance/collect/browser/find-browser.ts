import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** What of a machine tells where its browsers are. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a program that can be run lies there. */
  readonly exists: (path: string) => boolean;
}

/** Names on the PATH, by preference: the browsers that most people have come first. */
const NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'msedge',
  'chromium',
  'chromium-browser',
];

const WINDOWS_ROOTS = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'];
const WINDOWS_PATHS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
];

const MAC_PATHS = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'Chromium.app/Contents/MacOS/Chromium',
];

const UNIX_PATHS = [
  '/opt/google/chrome/chrome',
  '/opt/microsoft/msedge/msedge',
  '/usr/bin/chromium',
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/var/lib/flatpak/exports/bin/com.google.Chrome',
  '/var/lib/flatpak/exports/bin/org.chromium.Chromium',
];

/**
 * Where a browser is that can be driven: Chrome, Edge or Chromium.
 * @param executable as somebody told; nothing else is looked for then
 */
export function findBrowser(machine: Machine, executable?: string): string | undefined {
  const places = executable === undefined ? placesOf(machine) : [executable];
  return places.find((place) => machine.exists(place));
}

function placesOf(machine: Machine): readonly string[] {
  if (machine.platform === 'win32') return [...onWindows(machine), ...onPath(machine)];
  if (machine.platform === 'darwin') return [...onMac(machine), ...onPath(machine)];
  return [...onPath(machine), ...UNIX_PATHS];
}

function onWindows({ env }: Machine): readonly string[] {
  // Names of variables know no case there, those of an object do.
  const variables = new Map(Object.entries(env).map(([name, value]) => [name.toUpperCase(), value]));
  const roots = WINDOWS_ROOTS.flatMap((name) => variables.get(name) ?? []);
  return WINDOWS_PATHS.flatMap((file) => roots.map((root) => path.win32.join(root, file)));
}

function onMac({ env }: Machine): readonly string[] {
  const homes = env.HOME === undefined ? [] : [path.posix.join(env.HOME, 'Applications')];
  return MAC_PATHS.flatMap((file) => ['/Applications', ...homes].map((root) => path.posix.join(root, file)));
}

function onPath({ platform, env }: Machine): readonly string[] {
  const rules = platform === 'win32' ? path.win32 : path.posix;
  const suffix = platform === 'win32' ? '.exe' : '';
  const folders = (env.PATH ?? env.Path ?? '').split(rules.delimiter).filter((folder) => folder !== '');
  return NAMES.flatMap((name) => folders.map((folder) => rules.join(folder, name + suffix)));
}

/** The machine that this runs on. */
export function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    exists(file) {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    },
  };
}
