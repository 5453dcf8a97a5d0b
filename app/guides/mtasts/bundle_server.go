package mtasts

import (
	"fmt"

	"handrail/app/guide"
)

// The web servers that people run themselves.

const (
	serverTarget = "your-web-server"
	serverRecord = "Put the name of your web server in place of the value shown. If it has only a number, add an A record with that number."
)

func copySite(s site, folder string) string {
	return fmt.Sprintf("Copy what is in the folder “site” to %s on the web server.", folder)
}

var iis = hosting{
	id: "iis", title: "Windows web server (IIS)", hint: "Internet Information Services on a Windows server of yours",
	lead: "For a Windows server of your own that can be reached from outside.", target: serverTarget, record: serverRecord,
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
			fmt.Sprintf("Get a certificate for %s, for instance with the free program win-acme.", s.host),
			"Give the website an https binding on port 443 with this certificate, and tick “Require Server Name Indication”.",
			"The website must have no redirect rule, also none that it takes over from above.",
		}
	},
}

var nginx = hosting{
	id: "nginx", title: "nginx", hint: "A Linux server of yours that runs nginx",
	lead: "For a server of your own that runs nginx.", target: serverTarget, record: serverRecord,
	files: func(s site) []guide.File {
		return []guide.File{text("nginx/"+s.host+".conf", `# Serves the mail policy of %[2]s. Nothing here redirects.
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
			fmt.Sprintf("Get a certificate, for instance with: certbot certonly --nginx -d %s", s.host),
			fmt.Sprintf("Copy the file nginx/%[1]s.conf to /etc/nginx/conf.d/%[1]s.conf. Mend its certificate paths if yours are different.", s.host),
			"Check and load it with: nginx -t && systemctl reload nginx",
		}
	},
	links: []guide.Link{{Title: "nginx: serving files", URL: "https://nginx.org/en/docs/beginners_guide.html"}},
}

var apache = hosting{
	id: "apache", title: "Apache", hint: "A server of yours that runs the Apache web server",
	lead: "For a server of your own that runs Apache.", target: serverTarget, record: serverRecord,
	files: func(s site) []guide.File {
		return []guide.File{text("apache/"+s.host+".conf", `# Serves the mail policy of %[2]s. Nothing here redirects.
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
			fmt.Sprintf("Get a certificate, for instance with: certbot certonly --apache -d %s", s.host),
			fmt.Sprintf("Copy the file apache/%[1]s.conf to /etc/apache2/sites-available/%[1]s.conf. Mend its certificate paths if yours are different.", s.host),
			fmt.Sprintf("Check and load it with: a2enmod ssl && a2ensite %s && apachectl configtest && systemctl reload apache2", s.host),
		}
	},
	links: []guide.Link{{Title: "Apache: virtual hosts", URL: "https://httpd.apache.org/docs/2.4/vhosts/name-based.html"}},
}

var caddy = hosting{
	id: "caddy", title: "Caddy", hint: "A server of yours that runs Caddy; it fetches the certificate itself",
	lead: "For a server of your own that runs Caddy.", target: serverTarget, record: serverRecord,
	files: func(s site) []guide.File {
		return []guide.File{text("caddy/Caddyfile", `# Serves the mail policy of %[2]s. Caddy fetches the certificate itself.
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
			"Add the text of the file caddy/Caddyfile to the Caddyfile of the server, mostly /etc/caddy/Caddyfile.",
			"Check and load it with: caddy validate --config /etc/caddy/Caddyfile && systemctl reload caddy",
			"Ports 80 and 443 must be open, so that Caddy can fetch the certificate.",
		}
	},
	links: []guide.Link{{Title: "Caddy: getting started", URL: "https://caddyserver.com/docs/getting-started"}},
}
