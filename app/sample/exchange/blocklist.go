package exchange

// discoveredApps is an export of a part of the discovered apps.
const discoveredApps = `App,Risk score,Category,Tags,Users,Transactions,Traffic,Domains,Last seen
FileHop,3,Cloud storage,,5,120,150 MB,"filehop.example;www.filehop.example;cdn.filehop.example",2026-11-20
PixelPrint,4,Product design,,9,230,270 MB,pixelprint.example,2026-11-24
Hop Forms,7,Productivity,,12,310,88 MB,"forms.filehop.example;hopforms.example",2026-11-25
FormBird,3,Productivity,Sanctioned,22,640,310 MB,formbird.example,2026-11-25
Microsoft Teams,10,Collaboration,Protected,74,5120,2.4 GB,teams.microsoft.com,2026-11-25`

const indicatorColumns = "IndicatorType,IndicatorValue,ExpirationTime,Action,Severity,Title,Description," +
	"RecommendedActions,RbacGroups,Category,MitreTechniques,GenerateAlert\n"

// indicators are those of the sample before the import: one allows an address that the block list names, one has
// expired, and one has an address inside a network.
const indicators = indicatorColumns +
	"DomainName,pixelprint.example,,Allowed,Informational,Leaflets,The youth club prints there,,,None,,False\n" +
	"DomainName,old-newsletter.example,2025-01-31T00:00:00.0Z,Warn,Low,Newsletter,Until January,,,None,,False\n" +
	"IpAddress,10.0.4.7,,Block,Low,Old printer,Was never used,,,None,,False"

// indicatorsLater are those after the import of a list that blocks up to score 4; one address is still missing.
const indicatorsLater = indicatorColumns +
	"DomainName,clipbarn.example,,Block,Informational,Cloud app: Clip Barn,Chosen by score,,,None,,False\n" +
	"DomainName,filehop.example,,Block,Informational,Cloud app: FileHop,Chosen by score,,,None,,False\n" +
	"DomainName,www.filehop.example,,Block,Informational,Cloud app: FileHop,Chosen by score,,,None,,False\n" +
	"DomainName,cdn.filehop.example,,Block,Informational,Cloud app: FileHop,Chosen by score,,,None,,False\n" +
	"DomainName,tinydraw.example,,Block,Informational,Cloud app: TinyDraw,Chosen by score,,,None,,False\n" +
	"DomainName,pixelprint.example,,Block,Informational,Cloud app: PixelPrint,Chosen by score,,,None,,False\n" +
	"DomainName,swiftpdf.example,,Block,Informational,Cloud app: Swift PDF,Chosen by score,,,None,,False\n" +
	"DomainName,api.swiftpdf.example,,Block,Informational,Cloud app: Swift PDF,Chosen by score,,,None,,False\n" +
	"DomainName,chatterbox.example,,Block,Informational,Cloud app: Chatterbox,Chosen by score,,,None,,False"
