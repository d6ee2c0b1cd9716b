/**
 * Licences (SPDX) that whoever runs or passes on what is shipped can keep by passing on a text. Each part of an
 * expression with AND must be among them, one part of one with OR.
 */
export const LICENCES: readonly string[] = ['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD'];

/** What tests and tools may have besides: they change nothing in these packages, and pass none of them on. */
export const LICENCES_OF_TOOLS: readonly string[] = [...LICENCES, 'MPL-2.0', 'CC0-1.0', 'BlueOak-1.0.0'];

/** A licence outside of its list: taken for this one package, and why. */
export interface LicenceException {
  /** What the lockfile says; '' when it says nothing. */
  readonly licence: string;
  readonly why: string;
}

/** By name, of what is shipped. */
export const SHIPPED_EXCEPTIONS: Readonly<Record<string, LicenceException>> = {
  'axe-core': {
    licence: 'MPL-2.0',
    why: 'a dependency of the conformance suite, which loads its file unchanged; nothing of it is bundled',
  },
  only: { licence: '', why: 'its package.json names none; the text of the MIT License stands in its Readme.md' },
};

/** By name, or with `*` by the beginning of those for each platform: of what only tests and tools have. */
export const TOOL_EXCEPTIONS: Readonly<Record<string, LicenceException>> = {
  argparse: {
    licence: 'Python-2.0',
    why: 'reads the arguments of a command of markdown-it that nobody here starts; it comes with typedoc',
  },
  'caniuse-lite': {
    licence: 'CC-BY-4.0',
    why: 'data that next reads when it builds; tests run next, and nothing of it is passed on',
  },
  '@img/sharp-libvips-*': {
    licence: 'LGPL-3.0-or-later',
    why: 'a library that sharp loads, which comes with miniflare and next; nothing here calls it',
  },
  '@img/sharp-win32-*': { licence: 'Apache-2.0 AND LGPL-3.0-or-later', why: 'sharp with that library, for Windows' },
  '@img/sharp-wasm32': {
    licence: 'Apache-2.0 AND LGPL-3.0-or-later AND MIT',
    why: 'sharp with that library, for WebAssembly',
  },
};
