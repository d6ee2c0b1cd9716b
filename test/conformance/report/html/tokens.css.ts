/**
 * The look of every page of Bauta's own, as `@bauta/sdk/gate` has it; a test keeps the two alike. The suite judges sites
 * that are built with that package, so its report takes nothing from there.
 */
export const styleTokens: string = `:root {
  color-scheme: light dark;
  --paper: #faf8f5;
  --surface: #ffffff;
  --ink: #1d1a18;
  --ink-soft: #5e5852;
  --line: #e0dad1;
  --accent: #8c1c2b;
  --accent-strong: #6f1421;
  --on-accent: #fffaf6;
  --success: #1f6f4a;
  --font: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  --weight: 400;
  --weight-strong: 600;
  --size-small: 1rem;
  --size: 1.125rem;
  --size-large: clamp(1.875rem, 1.35rem + 2.4vw, 2.75rem);
  --measure: 36rem;
  --radius: 0.5rem;
  --space-1: 0.5rem;
  --space-2: 1rem;
  --space-3: 1.5rem;
  --space-4: 2.5rem;
  --space-5: 4rem;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161412;
    --surface: #1f1c1a;
    --ink: #f4efe8;
    --ink-soft: #b5ada3;
    --line: #38332e;
    --accent: #e8838f;
    --accent-strong: #f0a0a9;
    --on-accent: #1f0d10;
    --success: #7fd1a5;
  }
}
`;
