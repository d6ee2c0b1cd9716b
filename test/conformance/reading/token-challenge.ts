/** Whose tokens a server asks for (RFC 9577 §2.1). */
export interface AskedToken {
  readonly tokenType: number;
  readonly issuerName: string;
  readonly originInfo: string;
  /** As it was sent. */
  readonly bytes: Uint8Array;
}

/** Reads the challenges of a `www-authenticate` header; what is none is passed over. */
export function readTokenChallenges(header: string): readonly AskedToken[] {
  return [...header.matchAll(/challenge="?([\w+/=-]+)"?/g)].flatMap(([, text = '']) => {
    const bytes = Buffer.from(text, 'base64');
    try {
      const nameEnd = 4 + bytes.readUInt16BE(2);
      const contextEnd = nameEnd + 1 + bytes.readUInt8(nameEnd);
      const originEnd = contextEnd + 2 + bytes.readUInt16BE(contextEnd);
      if (originEnd !== bytes.length) return [];
      const issuerName = bytes.toString('utf8', 4, nameEnd);
      const originInfo = bytes.toString('utf8', contextEnd + 2, originEnd);
      return [{ tokenType: bytes.readUInt16BE(0), issuerName, originInfo, bytes: new Uint8Array(bytes) }];
    } catch {
      return [];
    }
  });
}
