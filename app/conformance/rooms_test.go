package conformance

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// module is the import path of the root package.
const module = "handrail"

// The floors, from the ground. A package may import those below its own floor;
// one of its own floor only where its row names it in beside.
const (
	ground = iota
	kit
	subjects
	needs
	doors
	program
	top
)

// room is the rule for one package, or for the packages that a pattern of
// path.Match names.
type room struct {
	path   string
	floor  int
	beside string // packages of the same floor that it may import, separated by spaces
	only   string // where set: the only packages of Handrail that it may import
	others string // modules of others that it may import
	why    string
}

func (r room) matches(name string) bool {
	ok, err := path.Match(r.path, name)
	return err == nil && ok
}

// rooms names every package once; the first row that matches holds. A package
// that no row names fails.
var rooms = []room{
	{path: "app", floor: ground, beside: "app/ownerfile", only: "app/ownerfile",
		why: "the ground floor: the standard library only"},
	{path: "app/pattern", floor: ground, only: "-", why: "regular expressions compiled when they are needed: pure"},
	{path: "app/jsontext", floor: ground, only: "-", why: "JSON as text, examined without decoding: pure"},
	{path: "app/ownerfile", floor: ground, only: "-", others: "golang.org/x/sys",
		why: "files for their owner only; Windows has lists where others have mode bits"},
	{path: "app/userfolder", floor: ground, only: "-", others: "golang.org/x/sys",
		why: "where a system has a person's folders"},
	{path: "app/display", floor: ground, beside: "app", only: "app", others: "golang.org/x/sys",
		why: "whether a window can be opened, before one is"},
	{path: "app/webproxy", floor: ground, beside: "app", only: "app",
		others: "github.com/mattn/go-ieproxy golang.org/x/sys",
		why:    "the proxy of the system; a library reads the settings of Windows and their scripts"},
	{path: "app/instance", floor: ground, only: "-", others: "golang.org/x/sys",
		why: "one window on each data folder"},
	{path: "app/region", floor: ground, only: "-", others: "golang.org/x/sys",
		why: "how the system writes days, and with which day its weeks begin"},
	{path: "app/openfile", floor: ground, beside: "app", only: "app", others: "github.com/godbus/dbus golang.org/x/sys",
		why: "opens what Handrail wrote, as each system does; a library speaks to the file manager of Linux"},
	{path: "app/filepicker", floor: ground, only: "-", others: "github.com/godbus/dbus golang.org/x/sys",
		why: "each system's own dialog for files; a library speaks to the portal of Linux"},
	{path: "app/task", floor: ground, only: "-", why: "work that takes time is a context and a callback"},
	{path: "app/clean", floor: ground, only: "-",
		why: "what comes from outside, on its way to a terminal, a page or a table"},
	{path: "app/report", floor: ground, beside: "app app/clean app/ownerfile app/pattern",
		only:   "app app/clean app/ownerfile app/pattern",
		others: "github.com/go-analyze/charts",
		why:    "documents and their writers; charts are drawn by a library"},
	{path: "app/report/pdf", floor: ground, beside: "app/clean app/report", only: "app/clean app/report",
		others: "codeberg.org/go-pdf/fpdf golang.org/x/image golang.org/x/text",
		why:    "documents as PDF; a library writes the file, another reads what its fonts have"},

	{path: "app/letter", floor: kit, beside: "app/csvtable", only: "app/clean app/csvtable",
		others: "github.com/emersion/go-message", why: "texts to people as files; a library writes the drafts"},
	{path: "app/affected", floor: kit, beside: "app/csvtable app/letter",
		only: "app/csvtable app/letter app/ownerfile app/report app/task",
		why:  "who is affected, how far they are, and files for them"},
	{path: "app/guide", floor: kit, beside: "app/affected", why: "the shape of a guide and its pure state machine"},
	{path: "app/guide/diary", floor: kit, beside: "app/guide app/guide/change",
		why: "pages about changes, from the change log: pure"},
	{path: "app/guide/*", floor: kit, beside: "app/guide app/guide/ask app/powershell app/tenant",
		why: "what several guides need, once"},
	{path: "app/tenant", floor: kit, why: "the organisation as plain rows"},
	{path: "app/history", floor: kit, only: "app/jsontext",
		why: "what differs between two moments of an organisation: pure"},
	{path: "app/audit", floor: kit, beside: "app/history app/tenant",
		only: "app app/clean app/history app/task app/tenant",
		why:  "who made a change, from the rows of Microsoft's audit log: pure"},
	{path: "app/tenant/tenanttest", floor: kit, beside: "app/tenant", why: "an organisation in memory"},
	{path: "app/powershell", floor: kit, why: "scripts and their answers"},
	{path: "app/csvtable", floor: kit, why: "tables as text"},
	{path: "app/xlsx", floor: kit, beside: "app/csvtable", others: "github.com/xuri/excelize/v2",
		why: "workbooks are read and written by a library"},
	{path: "app/release", floor: kit, only: "app app/clean",
		why: "which version this is, and whether there is a newer one"},
	{path: "app/problem", floor: kit, beside: "app/release", only: "app/pattern app/release",
		why: "what may be said of a fault to others: only words that are ours"},
	{path: "app/applog", floor: kit, others: "gopkg.in/natefinch/lumberjack.v2",
		why: "the log works when everything else does not"},

	{path: "app/mail/dns", floor: subjects, others: "github.com/miekg/dns golang.org/x/net",
		why: "messages as they are on the wire, names by the standard's own tables"},
	{path: "app/mail/dns/dnstest", floor: subjects, beside: "app/mail/dns", others: "github.com/miekg/dns",
		why: "names for programs of others, in tests"},
	{path: "app/mail/tagvalue", floor: subjects, only: "-", why: "a record of tags and values; two protocols read it"},
	{path: "app/mail/cert", floor: subjects, only: "-", why: "certificates as a sender judges them"},
	{path: "app/mail/cert/certtest", floor: subjects, only: "-", why: "certificates for tests"},
	{path: "app/mail/mtasts", floor: subjects, beside: "app/mail/cert app/mail/tagvalue", why: "RFC 8461"},
	{path: "app/mail/smtpprobe", floor: subjects, beside: "app/mail/cert", why: "what a mail server answers"},
	{path: "app/mail/tlsreport", floor: subjects, why: "rows and rules of TLS reports, without their format"},
	{path: "app/mail/outlookfile", floor: subjects, only: "app", others: "github.com/richardlehane/mscfb",
		why: "what Outlook saves; two readers of emails need it"},
	{path: "app/mail/header", floor: subjects, beside: "app/mail/outlookfile",
		only: "app app/csvtable app/mail/outlookfile app/pattern", why: "what the header of an email says: pure"},
	{path: "app/mail/tlsrpt", floor: subjects,
		beside: "app/mail/dns app/mail/outlookfile app/mail/tagvalue app/mail/tlsreport",
		others: "github.com/emersion/go-mbox github.com/emersion/go-message github.com/emersion/go-msgauth " +
			"github.com/richardlehane/mscfb golang.org/x/net",
		why: "RFC 8460: records, reports and the mails that carry them"},
	{path: "app/mail/connector", floor: subjects, only: "app app/powershell",
		others: "github.com/smallstep/pkcs7 golang.org/x/net",
		why:    "which connector an email matches, and who is refused: pure"},
	{path: "app/mail/migration", floor: subjects, only: "app app/powershell",
		why: "what Exchange says of mailbox migrations: pure"},
	{path: "app/mail/skiplist", floor: subjects, beside: "app/mail/connector app/mail/header",
		only:   "app app/csvtable app/mail/connector app/mail/header app/mail/outlookfile app/powershell",
		others: "golang.org/x/net", why: "what Enhanced Filtering makes of an email, and whom it covers: pure"},
	{path: "app/mail/mailcheck", floor: subjects,
		beside: "app/mail/cert app/mail/dns app/mail/mtasts app/mail/smtpprobe app/mail/tlsrpt",
		why:    "all that a sending server asks, at once"},
	{path: "app/mail/spf", floor: subjects, beside: "app/mail/dns app/mail/tagvalue", others: "blitiri.com.ar/go/spf",
		why: "RFC 7208: a library evaluates, we count and explain"},
	{path: "app/mail/dkimkey", floor: subjects, beside: "app/mail/dns", others: "github.com/emersion/go-msgauth",
		why: "RFC 6376: the library that verifies signatures decides about keys"},
	{path: "app/mail/dmarc", floor: subjects, beside: "app/mail/dns app/mail/tagvalue", others: "golang.org/x/net",
		why: "RFC 9989 to 9991, beside RFC 7489"},
	{path: "app/mail/health", floor: subjects,
		beside: "app/mail/cert app/mail/dkimkey app/mail/dmarc app/mail/dns app/mail/mailcheck app/mail/mtasts " +
			"app/mail/smtpprobe app/mail/spf app/mail/tlsrpt",
		why: "a domain’s email from outside, one line for each part"},
	{path: "app/mail/domainlist", floor: subjects, beside: "app/mail/dns", only: "app app/csvtable app/mail/dns",
		why: "lists of domains, typed or from a file: pure"},
	{path: "app/mail/domainpart", floor: subjects, only: "-", why: "what is remembered of a domain: pure"},
	{path: "app/mail/domainlook", floor: subjects,
		beside: "app/mail/cert app/mail/dkimkey app/mail/dmarc app/mail/dns app/mail/domainpart app/mail/health " +
			"app/mail/mailcheck app/mail/mtasts app/mail/smtpprobe app/mail/spf app/mail/tlsrpt",
		why: "what looks at domains found, in a form that can be compared"},
	{path: "app/mail/mailcheck/mailchecktest", floor: subjects, beside: "app/mail/dns app/mail/mailcheck",
		why: "domains for tests"},
	{path: "app/mail/policyhistory", floor: subjects, beside: "app/mail/mailcheck app/mail/mtasts",
		why: "policies seen, and how long senders cache them"},
	{path: "app/mail/tlsimport", floor: subjects, beside: "app/mail/tlsreport app/mail/tlsrpt",
		others: "github.com/fsnotify/fsnotify", why: "files, folders and mailboxes with reports"},
	{path: "app/mail/tlsview", floor: subjects,
		beside: "app/mail/dns app/mail/mailcheck app/mail/mtasts app/mail/policyhistory app/mail/smtpprobe " +
			"app/mail/tlsreport app/mail/tlsrpt",
		why: "the verdict on TLS reports, as blocks"},
	{path: "app/drift", floor: subjects,
		beside: "app/identity/access app/identity/mfa app/identity/policydiff app/identity/roles app/mail/domainpart " +
			"app/mail/mtasts",
		why: "what a difference in an organisation means, in words: pure"},
	{path: "app/reminder", floor: subjects, beside: "app/mail/domainpart", others: "github.com/arran4/golang-ical",
		why: "everything that waits or ends, with its date: pure; a library writes the calendar"},
	{path: "app/schedule", floor: ground, beside: "app app/ownerfile", only: "app app/ownerfile",
		why: "the files with which each system runs the weekly check"},
	{path: "app/recommend", floor: subjects, beside: "app/mail/health app/identity/mfa",
		why: "which guides to do first, from what was read of a domain and of an organisation: pure"},
	{path: "app/recheck", floor: subjects, beside: "app/drift",
		why: "completed guides are looked at again when what they rest on has changed"},
	{path: "app/identity/access", floor: subjects, only: "app app/tenant", why: "whom a policy reaches: pure"},
	{path: "app/identity/roles", floor: subjects, only: "app/identity/access app/tenant",
		why: "who holds which role: pure"},
	{path: "app/identity/policydiff", floor: subjects, only: "app/tenant", why: "how a policy was edited: pure"},
	{path: "app/identity/syncid", floor: subjects, beside: "app/identity/access app/identity/roles",
		why: "which policies stop directory synchronisation: pure"},
	{path: "app/identity/breakglass", floor: subjects, only: "app/identity/access app/identity/roles",
		why: "whether emergency access accounts get in: pure"},
	{path: "app/identity/exclusion", floor: subjects,
		beside: "app/identity/access app/identity/breakglass app/identity/roles",
		why:    "excludes accounts from policies; two guides do it"},
	{path: "app/identity/mfa", floor: subjects, beside: "app/identity/access app/identity/roles",
		others: "golang.org/x/sync",
		why:    "who is affected by a change of sign-in: pure"},
	{path: "app/identity/mfaview", floor: subjects, beside: "app/identity/access app/identity/mfa",
		why: "how that is shown"},
	{path: "app/device/dynrule", floor: subjects, beside: "app/identity/access", only: "app app/identity/access",
		why: "rules of dynamic groups by Microsoft's published grammar: pure"},
	{path: "app/event/runsheet", floor: subjects, only: "app app/pattern",
		why: "an event minute by minute, with the standard library alone"},
	{path: "app/event/programme", floor: subjects, beside: "app/event/runsheet",
		only: "app app/clean app/event/runsheet app/report",
		why:  "what people take in hand of a run sheet: pages to print and for phones"},
	{path: "app/event/attendance", floor: subjects, only: "app app/csvtable app/xlsx",
		why: "who was there, with the standard library alone"},
	{path: "app/event/teamslink", floor: subjects, only: "app", others: "github.com/boombuler/barcode",
		why: "what a Teams link is, and its QR code"},
	{path: "app/device/safedocs", floor: subjects, only: "app app/powershell app/tenant",
		why: "whom Safe Documents protects: pure"},
	{path: "app/device/webfilter", floor: subjects, only: "app app/csvtable app/powershell app/tenant",
		why: "where a web filter works, and what its policies do: pure"},
	{path: "app/device/hunting", floor: subjects, only: "app", others: "golang.org/x/text",
		why: "who was stopped at which site, from exports of Defender: pure"},
	{path: "app/device/appblock", floor: subjects, beside: "app/device/indicator",
		only: "app app/csvtable app/device/indicator app/tenant", others: "golang.org/x/net",
		why: "what a block of apps by their score would do: pure"},
	{path: "app/device/indicator", floor: subjects, only: "app app/csvtable",
		others: "golang.org/x/net",
		why:    "lists of Defender indicators, and what they do with an address: pure"},
	{path: "app/event/background", floor: subjects, only: "app app/powershell",
		others: "golang.org/x/image github.com/bep/imagemeta",
		why:    "what a picture for Teams is; libraries read pictures and their metadata"},
	{path: "app/addin/manifest", floor: subjects, only: "app", others: "github.com/santhosh-tekuri/jsonschema/v6",
		why: "manifests by Microsoft's published rules and schemas"},
	{path: "app/addin/assignment", floor: subjects, only: "app app/tenant", others: "golang.org/x/sync",
		why: "who gets an add-in: pure"},

	{path: "app/guides/services", floor: needs, why: "what guides need of the outside, in four groups"},

	{path: "app/guides", floor: doors, beside: "app/guides/*", why: "one line a guide"},
	{path: "app/guides/guidetest", floor: doors, why: "the walk that every guide must pass"},
	{path: "app/guides/*", floor: doors, why: "a guide is deleted by deleting its folder and its line"},
	{path: "app/terminal", floor: doors, why: "the same guides without a window"},
	{path: "app/graph/shape", floor: subjects, only: "app app/jsontext app/tenant",
		why: "what an answer of Graph says: pure, and tried with made-up bytes without the SDK"},
	{path: "app/graph", floor: doors,
		others: "github.com/Azure/azure-sdk-for-go github.com/microsoft github.com/microsoftgraph " +
			"github.com/std-uritemplate",
		why: "the only door to Microsoft, because its SDK takes minutes to compile"},
	{path: "app/sample", floor: doors, beside: "app/sample/*", others: "github.com/miekg/dns",
		why: "the sample organisation, served on loopback"},
	{path: "app/sample/actionlog", floor: kit, only: "app/ownerfile",
		why: "what was done in the sample, for its next start"},
	{path: "app/sample/graphsim/csdl", floor: kit, only: "app/conformance/shared",
		why: "Microsoft's published metadata"},
	{path: "app/sample/exchange", floor: doors, others: "golang.org/x/image",
		why: "the files of the sample; a library draws its picture"},
	{path: "app/sample/*", floor: doors, others: "github.com/emersion/go-mbox",
		why: "the servers and files of the sample"},
	{path: "store/fold", floor: ground, only: "-", others: "golang.org/x/text",
		why: "texts as people compare them, by Unicode's tables"},
	{path: "store", floor: doors, others: "modernc.org/sqlite",
		why: "SQLite; it implements the ports of app"},
	{path: "assets", floor: ground, only: "-", others: "fyne.io/fyne/v2", why: "pictures"},
	{path: "assets/release", floor: ground, only: "-", why: "the address that is asked for the newest version"},
	{path: "assets/notices", floor: ground, only: "-", why: "the notices of everything by others that is compiled in"},
	{path: "screens/parts", floor: doors, others: "fyne.io/fyne/v2", why: "widgets show, screens decide"},
	{path: "screens", floor: doors, beside: "screens/parts", others: "fyne.io/fyne/v2 github.com/go-analyze/charts",
		why: "any guide is drawn; none is known by name"},

	{path: "app/program", floor: program, others: "github.com/pkg/browser",
		why: "the wiring, for window and terminal alike"},
	{path: "app/conformance/shared", floor: ground, only: "-",
		why: "where the examples by others are; tests of every floor read them"},
	{path: "app/conformance", floor: top, only: "-", why: "tests alone"},
	{path: "app/conformance/notices", floor: top, only: "assets/notices app/conformance/shared",
		others: "github.com/google/licensecheck", why: "makes the notices of modules; a library knows their licences"},
	{path: "app/conformance/*", floor: top, beside: "app/conformance/*",
		why: "programs by others that judge Handrail, and what drives it from outside"},
	{path: "app/conformance/uitest/shots", floor: top, beside: "app/conformance/uitest",
		why: "takes pictures of the real window"},
	{path: "", floor: top, only: "app/program", why: "main starts the program and does nothing else"},
}

// forbids returns why the package name may not import other, or "".
func (r room) forbids(name, other string) string {
	if outside(other) {
		for _, m := range strings.Fields(r.others) {
			if other == m || strings.HasPrefix(other, m+"/") {
				return ""
			}
		}
		return fmt.Sprintf("its row (%s) does not name that module", r.why)
	}
	if !ours(other) {
		return ""
	}
	other = strings.TrimPrefix(other, module+"/")
	if r.only != "" {
		if slices.Contains(strings.Fields(r.only), other) {
			return ""
		}
		return r.why
	}
	at := slices.IndexFunc(rooms, func(o room) bool { return o.matches(other) })
	switch {
	case at < 0:
		return "that package has no rule"
	case rooms[at].floor < r.floor:
		return ""
	case rooms[at].floor > r.floor:
		return "it is on a higher floor"
	}
	for _, b := range strings.Fields(r.beside) {
		if ok, err := path.Match(b, other); err == nil && ok {
			return ""
		}
	}
	return fmt.Sprintf("it is on the same floor and not named in beside (%s)", r.why)
}

// forbidden is what packages must never reach, directly or through others.
type forbidden struct {
	rooms  string // import paths that the rule holds for
	except string // import paths that it does not hold for; may be empty
	what   string // import paths
	why    string
}

var never = []forbidden{
	{`^handrail/app`, `^handrail/app/conformance`, `^fyne\.io/|^handrail/(screens|assets)`,
		"rules are tested in milliseconds, and the terminal needs no window"},
	{`^handrail/app`, `^handrail/app/(program|conformance)`, `^database/sql$|^modernc\.org/|^handrail/store$`,
		"app declares what it saves, store decides how"},
	{`^handrail/`, `^handrail/app/(graph|program|conformance)`, `msgraph|azidentity`,
		"tokens and the SDK stay behind one room"},
	{`^handrail/`, ``, `^github\.com/microsoftgraph/msgraph-sdk-go$`,
		"the root client compiles everything that Microsoft has"},
	{`^handrail/app/identity/(access|breakglass|mfa|policydiff|roles|syncid)$`, ``,
		`^handrail/app/(guide|report)$|^net/http$`,
		"the rules of sign-in are pure: no documents, no network"},
	{`^handrail/app/(mail/(dns|migration|mtasts|tlsrpt|tlsreport|smtpprobe|cert)|addin/.*|device/.*|powershell|` +
		`event/(attendance|background|runsheet|teamslink)|csvtable|xlsx)$`,
		``, `^handrail/app/(guide|report)$`,
		"protocols know nothing of guides and documents"},
	{`^handrail/app/event/runsheet$`, ``, `^net/http$`, "the day needs no connection"},
	{`^handrail/screens`, ``, `^fyne\.io/fyne/v2/app$|^github\.com/go-gl/|glfw`,
		"all screen tests run without cgo, display or GL"},
	{`^handrail$`, ``, `^fyne\.io/`, "the build without a window needs no cgo and no GL"},
}
