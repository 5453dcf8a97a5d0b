package mfamethods

import "handrail/app/identity/mfa"

// german are the texts in German.
var german = speech{
	lost: "Ab dem {{day}} können Sie Ihre Anmeldung nicht mehr mit {{lost}} bestätigen.",
	another: "Ab dem {{day}} bestätigen Sie Ihre Anmeldung mit einer anderen Methode, die Sie bereits " +
		"eingerichtet haben.",
	nothing:   "Sie müssen nichts tun. Ihre Anmeldemethoden sehen und ändern Sie unter https://aka.ms/mfasetup",
	otherwise: "Andernfalls werden Sie bei der nächsten Anmeldung nach diesem Tag dazu aufgefordert.",
	help:      "Wenn das nicht gelingt, fragen Sie uns.",
	stays:     "Die Methoden, die Sie heute verwenden, bleiben.",
	pass:      "Wir geben Ihnen einen befristeten Zugriffspass: einen Code, der eine begrenzte Zeit gilt. Dann:",
	never:     "Wir senden diesen Code nie per E-Mail.",
	passStep:  "1. Öffnen Sie https://aka.ms/mfasetup und melden Sie sich mit dem Code an.",
	safer: "Schneller und sicherer ist es, wenn Sie etwas anderes einrichten, " +
		"zum Beispiel {{choice}}: https://aka.ms/mfasetup",
	or:  "oder",
	any: "eine der angebotenen Methoden",
	steps: []string{"1. Öffnen Sie https://aka.ms/mfasetup",
		"2. Wählen Sie „Anmeldemethode hinzufügen“.",
		"3. Wählen Sie {{choice}} und folgen Sie den Anweisungen."},
	ways: map[mfa.Factor]string{
		mfa.Text:        "einer SMS",
		mfa.CallMobile:  "einem Anruf",
		mfa.Notify:      "Microsoft Authenticator",
		mfa.Code:        "einem Code aus einer Authenticator-App",
		mfa.Token:       "einem Code von einem Hardwaretoken",
		mfa.Passkey:     "einem Passkey",
		mfa.Certificate: "einem Zertifikat",
		mfa.Other:       "einer anderen Methode",
	},
	offer: map[mfa.Factor]string{
		mfa.Passkey: "einen Passkey",
		mfa.Notify:  "Microsoft Authenticator",
		mfa.Code:    "eine Authenticator-App",
	},
	parts: map[string]string{
		kindLocked: "Für die Einrichtung einer neuen Methode brauchen Sie unsere Hilfe. Rufen Sie uns vorher an.",
		kindRegister: "Richten Sie vorher eine neue Anmeldemethode ein. Das dauert etwa vier Minuten. Halten " +
			"Sie Ihr Telefon bereit:",
		kindBroken: "Zurzeit haben Sie keine Anmeldemethode, die funktioniert. Richten Sie eine ein. Das dauert " +
			"etwa vier Minuten:",
		kindReminded: "Ab dem {{day}} werden Sie bei der Anmeldung eventuell daran erinnert, {{remind}} " +
			"einzurichten. Sie können die Erinnerung vorerst überspringen.",
		kindSignIn: "Ab dem {{day}} können Sie sich nicht mehr allein mit Ihrer Telefonnummer anmelden. Melden " +
			"Sie sich stattdessen mit Ihrem Benutzernamen {{user}} und Ihrem Kennwort an. Wenn Sie Ihr Kennwort " +
			"nicht kennen, fragen Sie uns vorher.",
		kindCall: "Statt eine SMS zu senden, ruft Microsoft Sie an. Nehmen Sie den Anruf an und drücken Sie die " +
			"Taste #.",
		kindOther: "Stattdessen verwenden Sie eine andere Methode, die Sie bereits eingerichtet haben.",
		kindReset: "Ab dem {{day}} können Sie ein vergessenes Kennwort mit Ihren Methoden nicht mehr " +
			"zurücksetzen. Fügen Sie vorher eine andere Methode hinzu: https://aka.ms/mfasetup",
		kindUnsure: "Ab dem {{day}} ändern wir, welche Anmeldemethoden erlaubt sind. Das kann Sie betreffen. " +
			"Öffnen Sie vorher https://aka.ms/mfasetup und prüfen Sie, ob Sie {{choice}} eingerichtet haben. " +
			"Wenn das nicht gelingt, fragen Sie uns.",
		kindStuck: "Zurzeit haben Sie keine Anmeldemethode, die funktioniert. Fragen Sie uns.",
	},
	subjects: map[string]string{
		kindLocked:   "Vor dem {{day}}: Richten Sie eine neue Anmeldemethode ein",
		kindRegister: "Ihre Anmeldung ändert sich am {{day}}",
		kindBroken:   "Richten Sie eine Anmeldemethode ein",
		kindReminded: "Ab dem {{day}}: Erinnerung, {{remind}} einzurichten",
		kindSignIn:   "Ihre Anmeldung ändert sich am {{day}}",
		kindCall:     "Ab dem {{day}} ruft Microsoft Sie bei der Anmeldung an",
		kindOther:    "Ab dem {{day}} verwenden Sie eine andere Anmeldemethode",
		kindReset:    "Kennwort zurücksetzen ab dem {{day}}",
		kindUnsure:   "Ihre Anmeldung ändert sich vielleicht am {{day}}",
		kindStuck:    "Für Ihre Anmeldung brauchen Sie unsere Hilfe",
	},
	notice: map[string]string{
		kindRegister: "Haben Sie keine andere Methode? Richten Sie vorher eine neue ein. Das dauert etwa vier " +
			"Minuten:",
		kindLocked: "Haben Sie keine andere Methode und können keine einrichten? Rufen Sie uns vorher an.",
		kindCall: "Erhalten Sie heute eine SMS? Microsoft ruft Sie stattdessen an. Nehmen Sie den Anruf an und " +
			"drücken Sie die Taste #.",
		kindOther: "Haben Sie bereits eine andere Methode? Dann verwenden Sie diese und müssen nichts tun.",
		kindSignIn: "Melden Sie sich allein mit Ihrer Telefonnummer an? Verwenden Sie stattdessen Benutzername " +
			"und Kennwort.",
		kindReminded: "Bei der Anmeldung werden Sie eventuell daran erinnert, {{remind}} einzurichten. Sie " +
			"können die Erinnerung vorerst überspringen.",
		kindReset: "Setzen Sie ein vergessenes Kennwort selbst zurück? Prüfen Sie vorher Ihre Methoden unter " +
			"aka.ms/mfasetup.",
		kindBroken: "Haben Sie keine Anmeldemethode, die funktioniert? Richten Sie eine ein:",
		kindUnsure: "Prüfen Sie vorher Ihre Anmeldemethoden unter aka.ms/mfasetup.",
		kindStuck:  "Haben Sie keine Anmeldemethode, die funktioniert? Fragen Sie uns.",
	},
	noticeTitle: "Unsere Anmeldung ändert sich am {{day}}",
	noticeEnds:  "Ab dem {{day}} lassen sich manche Anmeldungen nicht mehr mit {{lost}} bestätigen.",
	noticeHelp:  "Fragen Sie uns, wenn Sie Hilfe brauchen.",
}
