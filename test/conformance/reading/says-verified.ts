const AGE = new Set([
  'age',
  'adult',
  'adults',
  'majeur',
  'over18',
  '18plus',
  'is18',
  'minor',
  'agegate',
  'gate',
  'ageverif',
  'agecheck',
]);
const DONE = new Set([
  'verified',
  'verify',
  'verification',
  'verif',
  'confirmed',
  'passed',
  'ok',
  'proof',
  'token',
  'granted',
  'allowed',
  'accepted',
  'checked',
]);
const WHOLE = /^(_*(is_?)?(age_?verified|ageverified|over_?18|is_?adult|adult|is18|ageverif.*))$/i;

/** A name that says that its keeper's age was established: `age_verified`, `ageGatePassed`; not `language`, not `age-return`. */
export function saysVerified(name: string): boolean {
  const words = name
    .replace(/^__(Host|Secure)-/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  return WHOLE.test(name) || (words.some((word) => AGE.has(word)) && words.some((word) => DONE.has(word)));
}
