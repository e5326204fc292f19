/**
 * What the job runs, in the POSIX shell. Its arguments are for each request what must come of it, its action, its
 * resource, how many arguments the AWS CLI is called with, and these: nothing of them is ever read as a program.
 *
 * It ends with 1 if something is not as it must be, and with 2 if something could not be found out.
 */
export const CONFORMANCE_SCRIPT = `
failed=0
unclear=0

# A role that has just been given a permission may not have it everywhere yet.
attempts=\${CONFORMANCE_ATTEMPTS:-5}
pause=\${CONFORMANCE_PAUSE:-5}

outcome() {
  if error=$("$@" 2>&1 >/dev/null); then echo allowed; return; fi
  case $error in
    *DryRunOperation*) echo allowed ;;
    *AccessDenied*|*AuthorizationError*|*UnauthorizedOperation*|*'not authorized to perform'*) echo denied ;;
    *) echo "$error" | tr '\\n' ' ' ;;
  esac
}

# Asks by a call, and tells what came of it.
ask() {
  attempt=1
  found=$(outcome aws "$@")
  while [ "$found" != "$expected" ] && [ "$attempt" -lt "$attempts" ]; do
    sleep "$pause"
    attempt=$((attempt + 1))
    found=$(outcome aws "$@")
  done
  case $found in
    "$expected") echo "PASS     $action on $resource is $expected" ;;
    allowed|denied) echo "FAIL     $action on $resource must be $expected, and is $found"; exit 1 ;;
    *) echo "UNCLEAR  $action on $resource must be $expected: $found"; exit 2 ;;
  esac
}

while [ $# -gt 0 ]; do
  expected=$1 action=$2 resource=$3 count=$4
  shift 4
  (
    # The arguments of this call go behind all others, which then go away.
    others=$(($# - count))
    while [ "$count" -gt 0 ]; do set -- "$@" "$1"; shift; count=$((count - 1)); done
    shift "$others"
    ask "$@"
  )
  case $? in 0) ;; 2) unclear=1 ;; *) failed=1 ;; esac
  shift "$count"
done

[ "$failed" -eq 0 ] || exit 1
[ "$unclear" -eq 0 ] || exit 2
echo 'PASS     all that can be asked without an effect is as declared'
`.trimStart();
