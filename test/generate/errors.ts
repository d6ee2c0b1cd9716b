import { AUDIENCES, type Audience, ERROR_STATUS, type ErrorCode, SENTENCES } from '@bauta/sdk/protocol';

/** `spec/errors.md`: every code with its status, its readers and its sentences, in the order of the table. */
export function writeErrors(): string {
  const codes = Object.keys(ERROR_STATUS) as ErrorCode[];
  const audiences = Object.keys(AUDIENCES) as Audience[];
  return `# Refusals

Generated from \`sdk/protocol/errors.ts\` and \`sdk/protocol/sentences.ts\` by \`npm run generate\`.

A refusal over HTTP is a problem of RFC 9457: \`{"type": "urn:bauta:error:CODE", "title", "status", "code"}\` under
\`application/problem+json\`, where \`title\` is the English sentence. It holds nothing of what was sent. Codes do not change
their meaning; sentences may be reworded.

Who sees a code:

${audiences.map((audience) => `- **${audience}**: ${AUDIENCES[audience]}`).join('\n')}

| code | status | seen by | English | French |
|---|---|---|---|---|
${codes.map(writeRow).join('\n')}
`;
}

function writeRow(code: ErrorCode): string {
  const { seenBy, en, fr } = SENTENCES[code];
  return `| \`${code}\` | ${ERROR_STATUS[code]} | ${seenBy} | ${en} | ${fr} |`;
}
