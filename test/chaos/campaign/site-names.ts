export const ORIGIN = 'https://site.example';
export const ISSUER = 'issuer.example';
/** What the application answers, and the gate never does. */
export const BEHIND_THE_DOOR = 'behind the door';
/** Of all instances. */
export const SECRET = new Uint8Array(32).fill(7);
