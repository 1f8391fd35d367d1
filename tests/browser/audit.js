// What a reader could stumble over on the page as it stands: text too pale, and what runs out of it sideways.
() => {
  const seen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && one.getClientRects().length > 0;
  const parts = (colour) => {
    const found = colour.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
    if (colour.startsWith('color(srgb')) return [found[0] * 255, found[1] * 255, found[2] * 255, found[3] ?? 1];
    return [found[0], found[1], found[2], found[3] ?? 1];
  };
  const over = (top, below) => top.slice(0, 3).map((c, at) => c * top[3] + below[at] * (1 - top[3]));
  const ground = (one) => {
    const layers = [];
    for (let at = one; at; at = at.parentElement) {
      const layer = parts(getComputedStyle(at).backgroundColor);
      layers.push(layer);
      if (layer[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  const faded = (one) => {
    let made = 1;
    for (let at = one; at; at = at.parentElement) made *= Number(getComputedStyle(at).opacity);
    return made;
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, ink) => {
    const below = ground(one);
    const colour = parts(ink);
    colour[3] *= faded(one);
    const [a, b] = [light(over(colour, below)), light(below)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const pale = [];
  const note = (one, text, ink) => {
    const found = ratio(one, ink);
    if (found < 4.5) pale.push(`${found.toFixed(2)} ${one.tagName}.${one.className} ${text.trim().slice(0, 40)}`);
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { parentElement: one, textContent: text } = walk.currentNode;
    if (!text.trim() || /^(SCRIPT|STYLE|NOSCRIPT|OPTION)$/.test(one.tagName) || !seen(one)) continue;
    if (one.closest(':disabled, [aria-disabled="true"], [aria-hidden="true"]')) continue;
    const box = one.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) continue; // for screen readers alone
    note(one, text, getComputedStyle(one).color);
  }
  for (const one of document.querySelectorAll('input, textarea')) {
    if (!seen(one) || one.disabled) continue;
    if (one.value) note(one, one.value, getComputedStyle(one).color);
    else if (one.placeholder) note(one, one.placeholder, getComputedStyle(one, '::placeholder').color);
  }
  return { pale, wide: document.documentElement.scrollWidth - innerWidth };
}
