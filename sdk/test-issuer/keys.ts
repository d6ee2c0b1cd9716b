import {
  type Bytes,
  type Epoch,
  formatBase64url,
  formatHex,
  parseBase64url,
  parseHex,
  startOf,
  writeTokenKey,
} from '../protocol/index.ts';

/** A key of the test issuer, public in every sense of the word: whoever reads this file can sign with it. */
export interface TestKey {
  readonly epoch: Epoch;
  /** The published key, 342 bytes. */
  readonly spki: Bytes;
  /** The same with its private half, for WebCrypto. */
  readonly jwk: JsonWebKey;
}

/** Two primes for each key, base64url. Their last bytes of ids differ, as those of one directory must. */
const PRIMES: readonly (readonly [string, string])[] = [
  [
    'zpbJgq4UX6lIUuxVqIPhW2wX2QSCgGOpgPluVDoe8Lk7Iw_DWBSeJNdsMUlq9Npbu3-bQaURQfoQ0Dk9a84GZc8pVnj_TAWeO63B-RhttzoLEk' +
      'r2nNWTbC43uraXbBq26_Ncczy7BZTHzn3s0IdXNTGvocjEzXRlQxBRIBp_fZ0',
    'zg_MrmIdhKXFblaHm6hg--0j-gGE1yr287HFaKp0AS9yYB5-7d2oqdGRwH2uUGHTNQUdQYNpJ12lGi8xQEki4fsPuReerfSBG7vUbVgFbPDDn_' +
      '6ydTu-H5yBa0BX-0a2lsPI7aAJz0gtAVvW5N1E8gg0dtpsPF6WwkdHoMpVbe8',
  ],
  [
    '5vbp6Y7WogakkGZSr6f1OQ9ClthK3XPPUcGq0VLGgJRpNrQAwmIj5M5y9_cx3uaF0CqVmqGKqO1KQrg7hZsldv_dSWx_CtfA_rd-1S5ecM_bfS' +
      '77k3AIyyW6fISfbZgY69-kRPvQl_Ogv9SfPEynbfFz3VMIMX7bqc7l-kX-oqU',
    '1NMjxdjE-yt192S7Oaj1I00poM-0qr_NUOze7fD15YbKOmz4fWWK8cZ_q4RcEUFaATII2c7W5EPK31RqcA2IPBHWTpLnDxeIfyBIIDpUN_1yXY' +
      'dykZChUnro6PArZgv7viKtco1Zx6yYsQT2zXFaspg-wlwtam-LeFMC-vcfF5s',
  ],
  [
    '0XfPmN472WyY_4y8SEXQfNO-nezE_-AFGuAtZ-tq7tsijybBAvLA_IWrzZHY0TKG9K5wJaG3C8aSjNMUJWiu6rObdsPJkAn5mjgpAqOMbhYIlP' +
      'W7IxBZzIZICfiodRTkrH4_PnWRxFhnBQQRCRN0R4ewtYVM0wCjwcHod3Ps8zc',
    'xe_4IqsnWUG7nv6dRgjLVA0s7HUtQ39NSqyOxZk1aeWpzivwqxmQ2ttsfhr99NNmJe2TEEbeSQ3IeIoMZltBYus7gSiAJB4826vuuunftfKVJA' +
      'v-ggS76hwj5-K2539TEnssHuRUE8NUuY2Wuvm1ME8uSmZSHDfI2MYqlxz9Cp0',
  ],
  [
    '93P3E4tJ8urPR0WSmupq04DMj4PBZugY2jBrr-aLhKM4xkFRFepM015E7AOw1BYlBMNk0x-G4YCzaV6_QbeyzYCFdyjdN8TpQYaWkC2RQerP6I' +
      '0Mf3Fe8vj6fdKJmURJdPg4KhCH-b6klpIy5vNoo6-E0JoONkH3LyU8rcEoUiM',
    'zFsGyesVW-74dCbl3qO5pwH_ickb0YZFHaK5m4b44KYEHiC-2DlUzy05Mmlm6G3WuYkCFCP78hncw8vRxkNkjbqopv-Xaw0EHIj6Pm3-3tqFoX' +
      'nzsV0Bf9-SfYDCCBDAV23PXX_eIXMV4RVX2Roeu2w2UeA3CTaG_clKS_IL4zk',
  ],
];
const EXPONENT = 65537n;

/** The key of an epoch: always the same one. Neighbours differ, and so do epochs six weeks apart. */
export function testKeyOf(epoch: Epoch): TestKey {
  const week = Math.floor(startOf(epoch) / (7 * 24 * 60 * 60));
  const [p, q] = (PRIMES[week % PRIMES.length] as readonly [string, string]).map(toNumber) as [bigint, bigint];
  const n = p * q;
  const d = invert(EXPONENT, (p - 1n) * (q - 1n));
  const [dp, dq, qi] = [d % (p - 1n), d % (q - 1n), invert(q, p)];
  const text = (value: bigint, length: number): string => formatBase64url(toBytes(value, length));
  return {
    epoch,
    spki: writeTokenKey(toBytes(n, 256)),
    jwk: {
      kty: 'RSA',
      n: text(n, 256),
      e: 'AQAB',
      d: text(d, 256),
      p: text(p, 128),
      q: text(q, 128),
      dp: text(dp, 128),
      dq: text(dq, 128),
      qi: text(qi, 128),
    },
  };
}

function toNumber(text: string): bigint {
  return BigInt(`0x${formatHex(parseBase64url(text))}`);
}

function toBytes(value: bigint, length: number): Bytes {
  return parseHex(value.toString(16).padStart(2 * length, '0'));
}

/** Inverse of `value` by Euclid. */
function invert(value: bigint, modulus: bigint): bigint {
  let [r0, r1, t0, t1] = [modulus, value % modulus, 0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  return t0 < 0n ? t0 + modulus : t0;
}
