const KEPT_AS = 'bauta.returning';

/**
 * Whether a site was answered from this browser before: who has read the question once need not press a button to be
 * asked for the passkey. It says neither which site nor when nor how often.
 */
export function isReturning(): boolean {
  try {
    return localStorage.getItem(KEPT_AS) !== null;
  } catch {
    return false;
  }
}

export function noteReturning(): void {
  try {
    localStorage.setItem(KEPT_AS, '');
  } catch {
    // A browser that keeps nothing for us asks with the button every time.
  }
}
