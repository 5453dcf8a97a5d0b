package sample

// senderZones are the records about who may send in the name of the sample’s domains. The
// services that send for it are fictional; together their records need one lookup too many.
const senderZones = `
_dmarc.northgate.example. 3600 IN TXT "v=DMARC1; p=none; rua=mailto:dmarc@northgate.example"
selector1._domainkey.northgate.example. 3600 IN CNAME (
	selector1-northgate-example._domainkey.northgate.n-v1.dkim.mail.microsoft. )
selector2._domainkey.northgate.example. 3600 IN CNAME (
	selector2-northgate-example._domainkey.northgate.n-v1.dkim.mail.microsoft. )
selector1-northgate-example._domainkey.northgate.n-v1.dkim.mail.microsoft. 3600 IN TXT (
	"v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAoDvKTeAlw+iNbKr7Ag3mbg4ELHND4A4YMa/Xtq"
	"H8px9dM6O1XTHXI/tUvVOT1NPQ/WTXf6rTO+TuJS8hFzzaA75K47O/k5isZOxy6ynbkLfa2XBlp3RNASyGIbvRHS6o4N7BsRgQo7"
	"GRS9Lkj221ObMAyBrtXqyUPudzBytUYoj6FVS8Ke8Og46BR0DPiOZ3A+3z61lSMj+XPOgRa33vMDPkEVpZ/0PFu6CUpmZTCWCTpZ"
	"xWVVGWe8sHWa2HlV9uxcBjPxvUhs9FhobQtoS7HUIp3+mQ1+2bg4qBNY94Tl04c3kHQuxowfW8XopwU52eVZPoPvYbGf1kSXCRIV"
	"fGDQIDAQAB" )
selector2-northgate-example._domainkey.northgate.n-v1.dkim.mail.microsoft. 3600 IN TXT (
	"v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0RVvkktx8j32AqRksl6QOmt8BDAaUxYFeZZaHD"
	"YsSdwInTii1ig7+Xyl8Qfjb7YKv0erhXSEGSFtK1sEvD6Cm/FNoJCuK6OhSbwKhNQSYIshu0g36PjCzjc3gZmQBtKQ62vw4ISX6M"
	"EQCmgqgWaaLQwGF6zwWrMdRI6tbC/6L1bL7TucYkEa6dhsTNAiDE6vzMOZ+EUkhP4vcZLH8j+dXC61LR7AVsHePbntLYvVAlhdJU"
	"LbR3wZ4J57eC6vV9dkTWO6QlrWxwHHY7en5pusHIiZAsIueBXYvTmD0MrYOwyXQHNR1uKhZPBNloUP+EAyafC6iqR+cGCqywIywW"
	"bzWQIDAQAB" )
news._domainkey.northgate.example. 3600 IN TXT (
	"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDG5undpZR7eqSXrAtkCNzBVX9Ti5QVxE6K7bqia1efEU"
	"44kUlCitXAeo7DNOwkpfnEA4zeTErfmt2IngBLU3w6DwED+w8+adHjuRU0vFSRlZo0ZOaDArBMswbCjmCpT48HL6Sd6oKu2JoCWy"
	"ZF6VWBguVkxXd4k6xrkrr43zbfMwIDAQAB" )
spf.protection.outlook.com. 3600 IN TXT "v=spf1 ip4:192.0.2.0/28 ip6:2001:db8:25::/48 -all"
giving.example. 3600 IN TXT (
	"v=spf1 include:a.giving.example include:b.giving.example include:c.giving.example a:out.giving.example ~all" )
a.giving.example. 3600 IN TXT "v=spf1 ip4:192.0.2.64/28 ~all"
b.giving.example. 3600 IN TXT "v=spf1 ip4:192.0.2.80/28 ~all"
c.giving.example. 3600 IN TXT "v=spf1 ip4:192.0.2.96/28 ~all"
out.giving.example. 3600 IN A 192.0.2.112
tickets.example. 3600 IN TXT "v=spf1 include:one.tickets.example include:two.tickets.example mx:tickets.example ~all"
tickets.example. 3600 IN MX 10 out.giving.example.
one.tickets.example. 3600 IN TXT "v=spf1 ip4:192.0.2.128/28 ~all"
two.tickets.example. 3600 IN TXT "v=spf1 ip4:192.0.2.144/28 ~all"
news.example. 3600 IN TXT "v=spf1 ip4:192.0.2.160/28 ~all"
youth.northgate.example. 3600 IN TXT "v=spf1 include:spf.protection.outlook.com -all"
_dmarc.youth.northgate.example. 3600 IN TXT "v=DMARC1; p=reject; pct=20; rua=mailto:dmarc@northgate.example"
`
