/** Exit codes of every command. */
export const EXIT = { held: 0, didNotHold: 1, inconclusive: 2, configuration: 3, notReachable: 4, fault: 5 } as const;
