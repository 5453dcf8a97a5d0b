package guidetest

// The files about the connectors of Exchange Online.
const (
	connectorsPath  = "/files/connectors.json"
	certificatePath = "/files/mail.northgate.example.pem"
	tracePath       = "/files/trace.csv"
	testPath        = "/files/test.eml"
)

// connectors has these files: two connectors for one certificate, one by address, one with
// lost values, and one with a name that is none.
var connectors = map[string]string{
	connectorsPath: `[
{"Name":"Main office","Identity":"Main office","Enabled":true,"ConnectorType":"OnPremises","RequireTls":true,
 "TlsSenderCertificateName":"*.northgate.example","SenderIPAddresses":[],"SenderDomains":["smtp:*;1"],
 "AssociatedAcceptedDomains":[],"RestrictDomainsToCertificate":true,"RestrictDomainsToIPAddresses":false,
 "CloudServicesMailEnabled":true,"TreatMessagesAsInternal":false,"EFSkipLastIP":false,"EFSkipIPs":[],"EFUsers":[]},
{"Name":"Hybrid","Identity":"Hybrid","Enabled":true,"ConnectorType":"OnPremises","RequireTls":true,
 "TlsSenderCertificateName":"*.northgate.example","SenderIPAddresses":[],"SenderDomains":["smtp:*;1"],
 "AssociatedAcceptedDomains":[],"RestrictDomainsToCertificate":false,"RestrictDomainsToIPAddresses":false,
 "CloudServicesMailEnabled":true,"TreatMessagesAsInternal":true,"EFSkipLastIP":false,"EFSkipIPs":["203.0.113.0/24"],
 "EFUsers":"System.Object[]"},
{"Name":"Scanners","Identity":"Scanners","Enabled":true,"ConnectorType":"OnPremises","RequireTls":false,
 "TlsSenderCertificateName":null,"SenderIPAddresses":["198.51.100.40"],"SenderDomains":["smtp:*;1"]},
{"Name":"Old filter","Identity":"Old filter","Enabled":true,"ConnectorType":"Partner","RequireTls":true,
 "TlsSenderCertificateName":"mx.*.example","SenderIPAddresses":["192.0.2.0/24"],"SenderDomains":["smtp:*;1"],
 "RestrictDomainsToIPAddresses":null},
{"Name":"Out","Identity":"Out","Enabled":true,"ConnectorType":"OnPremises","SmartHosts":["mail.northgate.example"],
 "RecipientDomains":["northgate.example"],"IsTransportRuleScoped":false},
{"Name":"northgate.example","DomainName":"northgate.example","DomainType":"Authoritative","Default":true,
 "MatchSubDomains":false},
{"RejectDirectSend":false},{"SmtpClientAuthenticationDisabled":false}]`,
	tracePath: "origin_timestamp_utc,sender_address,original_client_ip,connector_id\n" +
		"2026-11-20T09:00:00Z,scan@northgate.example,198.51.100.40,Scanners\n" +
		"2026-11-20T09:00:00Z,web@northgate.example,192.0.2.200,\n",
	testPath: email,
	certificatePath: `-----BEGIN CERTIFICATE-----
MIICITCCAcegAwIBAgIUCQEq9EC/+yad/7UHuKKrl/52vSEwCgYIKoZIzj0EAwIw
RTEiMCAGA1UECgwZTm9ydGhnYXRlIENvbW11bml0eSBUcnVzdDEfMB0GA1UEAwwW
bWFpbC5ub3J0aGdhdGUuZXhhbXBsZTAeFw0yNjExMjYwOTMzMjVaFw0zNjExMjMw
OTMzMjVaMEUxIjAgBgNVBAoMGU5vcnRoZ2F0ZSBDb21tdW5pdHkgVHJ1c3QxHzAd
BgNVBAMMFm1haWwubm9ydGhnYXRlLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATj6cAnc8lfxKJhQ4P/4PKpTRnJvn9nxCy4lHq87EqkEOn0PUWaDmq7
0qq9ilu9SkrYylVm4WCxUEgwYsQlDX1Uo4GUMIGRMB0GA1UdDgQWBBRSn2stY+iw
GIwX/yGkHdTx0AdVcDAfBgNVHSMEGDAWgBRSn2stY+iwGIwX/yGkHdTx0AdVcDBB
BgNVHREEOjA4ghZtYWlsLm5vcnRoZ2F0ZS5leGFtcGxlgh5hdXRvZGlzY292ZXIu
bm9ydGhnYXRlLmV4YW1wbGUwDAYDVR0TAQH/BAIwADAKBggqhkjOPQQDAgNIADBF
AiEAwNCPgKkukXOyxM9QxIEm4k07+q3EveKWRYaYqKl6AKMCIDfE2NLdZ93I5Bgm
cTWLUGAM58FuOFlv04iESukz7ugl
-----END CERTIFICATE-----
`,
}
