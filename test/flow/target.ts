/** Where the rooms of the main job run. */
const TARGETS = ['node', 'workers'];

export const isTarget = (text: string | undefined): boolean => text !== undefined && TARGETS.includes(text);
