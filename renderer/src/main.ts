/** Entry of the window. */
import { connect } from './api/connect.ts';
import { startWindow } from './start-window.ts';

startWindow(connect);
