/** What the bundler gives beyond TypeScript: fonts as style sheets. */
declare module '@fontsource-variable/inter/wght.css';
declare module '@fontsource/jetbrains-mono/latin-400.css';
