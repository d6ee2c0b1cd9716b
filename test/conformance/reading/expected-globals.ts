/** Globals of age checks, as their documentation names them. */
const KNOWN = [
  'ageverif',
  'AgeVerif',
  'AGEGO',
  'AgeGo',
  'AgeChecker',
  'AgeCheckerAPI',
  'AgeChecked',
  'Yoti',
  'YotiAge',
  'VerifyMy',
  'VerifyMyAge',
  'Veriff',
  'veriffSDK',
  'GoCam',
  'Persona',
  'AgeVerify',
  'AgeKey',
  'kID',
];

/** What every page may call without anybody's script. */
const BROWSERS = new Set(
  'window document console Object Array Promise JSON Math Date String Number Boolean Symbol Map Set WeakMap URL Intl Reflect localStorage sessionStorage navigator location history screen event this self crypto performance fetch e t n r i o a s'.split(
    ' ',
  ),
);

const CALL =
  /(?<![\w$.'"])([A-Za-z_$][\w$]{2,40})\s*\.\s*(?:init|start|verify|on|once|setup|render|open|show|check|run|mount|load|create|configure|push|isVerified|ready)\s*\(/g;
const NEW = /\bnew\s+([A-Za-z_$][\w$]{2,40})(?:\.[A-Za-z_$][\w$]*)?\s*\(/g;
const MEMBER = /\bwindow\.([A-Za-z_$][\w$]{2,40})\s*\.\s*[A-Za-z_$][\w$]*\s*\(/g;

/** Names that a page's own scripts call and do not declare: somebody else's script is to bring them. At most 40. */
export function expectedGlobals(scripts: readonly string[]): readonly string[] {
  const all = scripts.join('\n');
  const called = [CALL, NEW, MEMBER].flatMap((form) => [...all.matchAll(form)].map(([, name = '']) => name));
  const isDeclared = (name: string) =>
    new RegExp(`\\b(?:var|let|const|function|class|import)\\s+${name.replaceAll('$', '\\$')}\\b`).test(all);
  const foreign = called.filter((name) => !BROWSERS.has(name) && !isDeclared(name));
  return [...new Set([...KNOWN, ...foreign])].slice(0, KNOWN.length + 40);
}
