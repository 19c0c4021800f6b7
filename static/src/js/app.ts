// The shell of every page: boosted navigation, Leave, the idle lock, and the small helpers that pages ask for by data- hooks.
import "./shell/htmx";
import { startCopy } from "./shell/copy";
import { startHouses, stopHouses } from "./shell/houses";
import { startIdle } from "./shell/idle";
import { startLeave } from "./shell/leave";
import { keepAddressPlain, startNavigation } from "./shell/navigation";
import { startOffline, showOffline } from "./shell/offline";
import { startPictures } from "./shell/pictures";
import { startSpeak, stopSpeak } from "./shell/speak";
import { startWorker, tellLanguage } from "./shell/worker";

function pageReady(): void {
  keepAddressPlain();
  startPictures();
  startSpeak();
  showOffline();
  startHouses();
  tellLanguage();
}

function pageGoes(): void {
  stopSpeak();
  stopHouses();
}

startLeave();
startIdle();
startCopy();
startOffline();
startNavigation(pageGoes, pageReady);
startWorker();
pageReady();
