/** What the bundler gives beyond TypeScript: single-file components and fonts. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue';
  const component: DefineComponent;
  export default component;
}
declare module '@fontsource-variable/inter/wght.css';
declare module '@fontsource/jetbrains-mono/latin-400.css';
