/** Inter and JetBrains Mono from the bundle: the window never asks the network for anything. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource/jetbrains-mono/latin-400.css';
