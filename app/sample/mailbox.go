package sample

import (
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"handrail/app"
	"handrail/app/sample/graphsim"
	"handrail/app/sample/tlsreports"
)

// The domain of the sample that TLS reports are about, and its mail server.
const (
	reportsDomain = "youth.northgate.example"
	reportsHost   = "youth-northgate-example.mail.protection.outlook.com"
)

// reportsFolder is the mail folder with the sample's TLS reports.
const reportsFolder = "TLS reports"

// MailFolder is the mail folder with the sample's TLS reports, as a path.
const MailFolder = "Inbox/" + reportsFolder

// Mails returns what is in the sample's mailbox at now.
func Mails(now time.Time) (all []graphsim.Mail) {
	letter := "From: farida@northgate.example\r\nTo: ada@northgate.example\r\nSubject: Harvest " +
		"supper\r\nContent-Type: text/plain\r\n\r\nCan we meet at six?\r\n"
	all = append(all, graphsim.Mail{Folder: "Inbox", Received: now.Add(-50 * time.Hour), Raw: []byte(letter)})
	mails, err := tlsreports.Make(reports(now))
	if err != nil {
		slog.Warn("The sample's reports could not be made", "err", err)
	}
	for _, m := range mails {
		all = append(all, graphsim.Mail{Folder: reportsFolder, Received: m.Date, Raw: m.Raw})
	}
	return all
}

// reports describes the TLS reports that the sample received.
func reports(now time.Time) tlsreports.Config {
	return tlsreports.Config{Domain: reportsDomain, Host: reportsHost, Now: now, Seed: 1, Trouble: true}
}

// WriteMailbox writes the sample's TLS reports into folder, as a mail program would
// save them, and returns the path. The name stays, so that a visit finds the file
// again; the content is made once a day, whole or not at all. "" means that it could
// not be written, which the log says.
func WriteMailbox(folder string, now time.Time) (string, error) {
	now = now.UTC()
	path := filepath.Join(folder, "tls-reports.mbox")
	if i, err := os.Stat(path); err == nil && i.ModTime().UTC().Format(time.DateOnly) == now.Format(time.DateOnly) {
		return path, nil
	}
	mails, err := tlsreports.Mailbox(reports(now))
	if err != nil {
		return "", err
	}
	err = app.WriteFileAtomic(path, func(w io.Writer) error { _, err := w.Write(mails); return err })
	if err = errors.Join(err, os.Chtimes(path, now, now)); err != nil {
		slog.Warn("The sample's reports could not be written", "err", err)
		return "", nil
	}
	return path, nil
}
