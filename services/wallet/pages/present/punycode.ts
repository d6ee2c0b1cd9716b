/** The parameters of RFC 3492 §5. */
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 0x80;
const DELIMITER = '-';

/**
 * The text that a Punycode string stands for: RFC 3492 §6.2. A host's label carries `xn--` in front, which is not part
 * of it. Whether the text may be a label at all is another question.
 * @throws TypeError on what no encoder would write.
 */
export function decodePunycode(encoded: string): string {
  const basicEnd = encoded.lastIndexOf(DELIMITER);
  const output = [...encoded.slice(0, Math.max(basicEnd, 0))].map(basicPointOf);
  let next = basicEnd > 0 ? basicEnd + 1 : 0;
  let n = INITIAL_N;
  let i = 0;
  let bias = INITIAL_BIAS;
  while (next < encoded.length) {
    const before = i;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(encoded.charCodeAt(next++));
      i += digit * weight;
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (digit < threshold) break;
      weight *= BASE - threshold;
      if (i > 0x7fffffff || weight > 0x7fffffff) throw new TypeError('not Punycode');
    }
    const length = output.length + 1;
    bias = adapt(i - before, length, before === 0);
    n += Math.floor(i / length);
    i %= length;
    if (n > 0x10ffff || (n >= 0xd800 && n < 0xe000)) throw new TypeError('not Punycode');
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

/** The adaptation of the bias, RFC 3492 §6.1. */
function adapt(delta: number, length: number, isFirst: boolean): number {
  let left = Math.floor(delta / (isFirst ? DAMP : 2));
  left += Math.floor(left / length);
  let k = 0;
  for (; left > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) left = Math.floor(left / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * left) / (left + SKEW));
}

/** Letters of either case are 0 to 25, figures 26 to 35: RFC 3492 §5. The end of the text is NaN, and no digit. */
function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26;
  const letter = (code | 0x20) - 0x61;
  if (letter >= 0 && letter < 26) return letter;
  throw new TypeError('not Punycode');
}

function basicPointOf(character: string): number {
  const point = character.codePointAt(0) as number;
  if (point >= INITIAL_N) throw new TypeError('not Punycode');
  return point;
}
