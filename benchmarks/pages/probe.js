// Put into each page before anything of its own: when the first stop is painted, and how long the hand waits.

const PATIENCE_MS = 60_000;

window.forget = () => {
  Object.assign(window, { frames: [], takenAt: 0 });
  window.placesAfter = new Promise((tell, fail) => {
    window.tellPlaces = tell;
    setTimeout(() => fail(new Error("no places were shown: was a stop taken up?")), PATIENCE_MS);
  });
};
window.forget();

/** Call when what is drawn by now has been painted: the next frame's callback comes after that. */
const painted = (then) => requestAnimationFrame(() => requestAnimationFrame(then));

window.usefulAt = new Promise((tell) => {
  new MutationObserver((_, watching) => {
    if (!document.querySelector(".tl-stop")) return;
    watching.disconnect();
    painted(() => tell(performance.now()));
  }).observe(document, { childList: true, subtree: true });
});

addEventListener("pointermove", (event) => {
  if (!document.body.classList.contains("tl-dragging")) return;
  if (!window.takenAt) {
    window.takenAt = event.timeStamp;
    untilPlaces();
  }
  painted(() => window.frames.push(performance.now() - event.timeStamp));
}, { capture: true });

function untilPlaces() {
  if (!document.querySelector(".tl-free, .tl-closed")) return requestAnimationFrame(untilPlaces);
  window.tellPlaces(performance.now() - window.takenAt);
}

/** Where to take a stop up that nobody has begun, well inside the window: the so-manieth of them. */
window.stopToTake = (number) => {
  const boxes = [...document.querySelectorAll(".tl-stop.planned")].map((one) => one.getBoundingClientRect());
  const [right, bottom] = [innerWidth * 0.74, innerHeight * 0.7];
  const seen = boxes.filter((box) => box.left > 0.5 * innerWidth && box.right < right && box.top > 150 && box.bottom < bottom);
  const box = seen[number % seen.length];
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};
