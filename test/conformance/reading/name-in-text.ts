/** Stands in evidence where something that was left out named one of the auditor's sites. */
export const NAMES_SITE = 'names-the-site';

/** What is certain to stand in base64url wherever the name begins in a group of three bytes. */
function inBase64(name: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(name)]);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
  return whole.toString('base64url').slice(before === 0 ? 0 : 4);
}

/** The forms in which a host's name may stand in an address, a header or a body: plain, hexadecimal, base64. */
export function formsOf(name: string): readonly string[] {
  return [name, Buffer.from(name).toString('hex'), ...[0, 1, 2].map((before) => inBase64(name, before))];
}

/** True where the text names the host in any of these forms, percent-encoded or not. */
export function namesHost(text: string, host: string): boolean {
  const [plain = '', ...coded] = formsOf(host);
  const texts = [text, decoded(text)];
  return texts.some((one) => one.toLowerCase().includes(plain) || coded.some((form) => one.includes(form)));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
