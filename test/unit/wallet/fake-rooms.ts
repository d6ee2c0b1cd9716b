/**
 * An attester and an issuer of the test's own: real keys, real blind signatures and real checks of what the wallet
 * sends, but no store and no evidence.
 */
export { actAsAttester, type FakeAttester } from './fake-attester.ts';
export { actAsIssuer, type FakeIssuer } from './fake-issuer.ts';
export * from './fake-room.ts';
