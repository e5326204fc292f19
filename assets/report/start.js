/*
 * The start: the data is read, the address decides what is shown, and keys are listened to.
 */

const DATA = JSON.parse(document.getElementById('data').textContent);
const MAIN = document.getElementById('main');
const TITLE = document.title;
const BY_KEY = new Map(DATA.identities.map((identity) => [identity.key, identity]));
const OVERVIEW = overview(DATA);

let shown;

/** Shows what the address names: an identity, or the list. */
function follow() {
  const { hash } = window.location;
  if (hash !== '' && !hash.startsWith('#/')) { return; }
  const identity = BY_KEY.get(hash.slice(2));
  if (identity === undefined) { showList(); } else { showIdentity(identity); }
  shown = identity;
}

function showIdentity(identity) {
  document.title = `${identity.namespace}/${identity.name} · ${TITLE}`;
  MAIN.replaceChildren(workloadPage(identity, DATA.lines));
  window.scrollTo(0, 0);
  MAIN.querySelector('h2').focus();
}

/** Shows the list, at the identity that was shown before. */
function showList() {
  if (OVERVIEW.isConnected) { return; }
  document.title = TITLE;
  MAIN.replaceChildren(OVERVIEW);
  [...OVERVIEW.querySelectorAll('tbody a')].find((link) => link.getAttribute('href') === `#/${shown?.key}`)?.focus();
}

/** Goes to the row above or below. */
function step(by) {
  const links = [...OVERVIEW.querySelectorAll('tbody a')];
  const at = links.indexOf(document.activeElement);
  links.at(at === -1 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1))?.focus();
}

document.addEventListener('keydown', (event) => {
  const isTyping = /^(input|select|textarea)$/i.test(event.target.tagName);
  const isSearch = event.target.id === 'search';
  if (event.altKey || event.ctrlKey || event.metaKey) { return; }
  if (event.key === 'Escape' && !isTyping) {
    window.location.hash = '#/';
  } else if (event.key === '/' && !isTyping) {
    event.preventDefault();
    window.location.hash = '#/';
    follow();
    document.getElementById('search').focus();
  } else if (/^Arrow(Up|Down)$/.test(event.key) && OVERVIEW.isConnected && (isSearch || event.target.closest('.identities') !== null)) {
    event.preventDefault();
    step(event.key === 'ArrowDown' ? 1 : -1);
  }
});

const COUNT = DATA.identities.length;
const RISKY = DATA.identities.filter(({ risks }) => risks.some(({ kind }) => kind !== 'accepted')).length;
document.getElementById('totals').textContent = `${COUNT} ${COUNT === 1 ? 'identity' : 'identities'}, ${RISKY} with risks`;
window.addEventListener('hashchange', follow);
follow();
