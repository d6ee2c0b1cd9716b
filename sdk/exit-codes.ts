/** What every command ends with: those of a site's operator, as those of the rooms. */
export const EXIT = { held: 0, didNotHold: 1, inconclusive: 2, configuration: 3, notReachable: 4, fault: 5 } as const;
