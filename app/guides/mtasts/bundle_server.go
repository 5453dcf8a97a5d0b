package mtasts

import (
	"fmt"

	"handrail/app/guide"
)

// The web servers that people run themselves.

const (
	serverTarget = "your-web-server"
	serverRecord = "Replace the value shown with the name of your web server. If it has no name, add an A record " +
		"with its address instead."
)

func copySite(s site, folder string) string {
	return fmt.Sprintf("Copy the contents of the folder “site” to %s on the web server.", folder)
}

var iis = hosting{
	id: "iis", title: "Windows web server (IIS)", hint: "Internet Information Services on your own Windows server",
	lead: "For your own Windows server, if it can be reached from the internet.", target: serverTarget,
	record: serverRecord,
	files: func(s site) []guide.File {
		return []guide.File{text("site/web.config", `<?xml version="1.0" encoding="utf-8"?>
<!-- For the site %[1]s -->
<configuration>
  <system.webServer>
    <staticContent>
      <remove fileExtension=".txt" />
      <mimeMap fileExtension=".txt" mimeType="text/plain" />
    </staticContent>
    <httpProtocol>
      <customHeaders>
        <add name="Cache-Control" value="no-store" />
      </customHeaders>
    </httpProtocol>
  </system.webServer>
</configuration>
`, s.host)}
	},
	steps: func(s site) []string {
		return []string{
			"Add the DNS record that Handrail shows.",
			copySite(s, `C:\inetpub\`+s.host),
			fmt.Sprintf("In IIS Manager, add a website with that folder and the host name %s.", s.host),
			fmt.Sprintf("Get a certificate for %s, for example with the free program win-acme.", s.host),
			"Add an https binding on port 443 with this certificate to the website, and select “Require Server Name " +
				"Indication”.",
			"Make sure that the website has no redirect rule, including inherited ones.",
		}
	},
}

var nginx = hosting{
	id: "nginx", title: "nginx", hint: "Your own Linux server with nginx",
	lead: "For your own server with nginx.", target: serverTarget, record: serverRecord,
	files: func(s site) []guide.File {
		return []guide.File{text("nginx/"+s.host+".conf", `# Publishes the MTA-STS policy of %[2]s. No redirects.
server {
    listen 443 ssl;
    listen [::]:443 ssl;
    server_name %[1]s;

    ssl_certificate     /etc/letsencrypt/live/%[1]s/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/%[1]s/privkey.pem;
    ssl_protocols       TLSv1.2 TLSv1.3;

    root /var/www/%[1]s;

    location = /.well-known/mta-sts.txt {
        types { }
        default_type "text/plain; charset=utf-8";
        add_header Cache-Control "no-store";
        gzip off;
    }
    location / {
        return 404;
    }
}
`, s.host, s.domain)}
	},
	steps: func(s site) []string {
		return []string{
			"Add the DNS record that Handrail shows.",
			copySite(s, "/var/www/"+s.host),
			fmt.Sprintf("Get a certificate, for example with: certbot certonly --nginx -d %s", s.host),
			fmt.Sprintf("Copy the file nginx/%[1]s.conf to /etc/nginx/conf.d/%[1]s.conf. Change the certificate "+
				"paths if yours are different.", s.host),
			"Check and load it with: nginx -t && systemctl reload nginx",
		}
	},
	links: []guide.Link{{Title: "nginx: serving files", URL: "https://nginx.org/en/docs/beginners_guide.html"}},
}

var apache = hosting{
	id: "apache", title: "Apache", hint: "Your own server with the Apache web server",
	lead: "For your own server with Apache.", target: serverTarget, record: serverRecord,
	files: func(s site) []guide.File {
		return []guide.File{text("apache/"+s.host+".conf", `# Publishes the MTA-STS policy of %[2]s. No redirects.
<VirtualHost *:443>
    ServerName %[1]s
    DocumentRoot /var/www/%[1]s

    SSLEngine on
    SSLProtocol -all +TLSv1.2 +TLSv1.3
    SSLCertificateFile    /etc/letsencrypt/live/%[1]s/fullchain.pem
    SSLCertificateKeyFile /etc/letsencrypt/live/%[1]s/privkey.pem

    <Directory /var/www/%[1]s>
        Options None
        AllowOverride None
        Require all granted
    </Directory>
    <Files "mta-sts.txt">
        ForceType "text/plain; charset=utf-8"
    </Files>
</VirtualHost>
`, s.host, s.domain)}
	},
	steps: func(s site) []string {
		return []string{
			"Add the DNS record that Handrail shows.",
			copySite(s, "/var/www/"+s.host),
			fmt.Sprintf("Get a certificate, for example with: certbot certonly --apache -d %s", s.host),
			fmt.Sprintf("Copy the file apache/%[1]s.conf to /etc/apache2/sites-available/%[1]s.conf. Change the "+
				"certificate paths if yours are different.", s.host),
			fmt.Sprintf("Check and load it with: a2enmod ssl && a2ensite %s && apachectl configtest && "+
				"systemctl reload apache2", s.host),
		}
	},
	links: []guide.Link{{Title: "Apache: virtual hosts",
		URL: "https://httpd.apache.org/docs/2.4/vhosts/name-based.html"}},
}

var caddy = hosting{
	id: "caddy", title: "Caddy", hint: "Your own server with Caddy, which gets the certificate automatically",
	lead: "For your own server with Caddy.", target: serverTarget, record: serverRecord,
	files: func(s site) []guide.File {
		return []guide.File{text("caddy/Caddyfile",
			`# Publishes the MTA-STS policy of %[2]s. Caddy gets the certificate automatically.
%[1]s {
	root * /var/www/%[1]s
	header /.well-known/mta-sts.txt Content-Type "text/plain; charset=utf-8"
	header /.well-known/mta-sts.txt Cache-Control "no-store"
	file_server
}
`, s.host, s.domain)}
	},
	steps: func(s site) []string {
		return []string{
			"Add the DNS record that Handrail shows.",
			copySite(s, "/var/www/"+s.host),
			"Add the text of the file caddy/Caddyfile to the Caddyfile of the server, usually /etc/caddy/Caddyfile.",
			"Check and load it with: caddy validate --config /etc/caddy/Caddyfile && systemctl reload caddy",
			"Open ports 80 and 443, so that Caddy can get the certificate.",
		}
	},
	links: []guide.Link{{Title: "Caddy: getting started", URL: "https://caddyserver.com/docs/getting-started"}},
}
