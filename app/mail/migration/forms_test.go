package migration

import (
	"encoding/binary"
	"testing"
	"unicode/utf16"

	"handrail/app/powershell"
)

// forms are one person in each form that PowerShell writes. Only JSON and CLIXML keep the
// list of skipped items.
var forms = map[string]string{
	"JSON": `{"Identity":"ann@example.org","BatchId":{"Name":"Wave 1"},"Status":"Synced","SkippedItemCount":2,
		"DataConsistencyScore":{"value":3,"Value":"Investigate"},"HasUnapprovedSkippedItems":true,
		"LastSuccessfulSyncTime":"\/Date(1793523600000)\/","SkippedItems":{"value":[{"Kind":1,"FolderName":"Inbox"},
		{"Kind":"CorruptItem","FolderName":"Inbox"}],"Count":2}}`,
	"CLIXML": `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj RefId="0"><Props>
		<Obj N="Identity" RefId="1"><ToString>ann@example.org</ToString><Props><S N="Id">x</S></Props></Obj>
		<Obj N="BatchId" RefId="2"><ToString>Wave 1</ToString><Props><G N="JobId">7</G></Props></Obj>
		<Obj N="Status" RefId="3"><ToString>Synced</ToString><I32>4</I32></Obj><I64 N="SkippedItemCount">2</I64>
		<Obj N="DataConsistencyScore" RefId="4"><ToString>Investigate</ToString><I32>3</I32></Obj>
		<B N="HasUnapprovedSkippedItems">true</B><DT N="LastSuccessfulSyncTime">2026-11-01T09:00:00Z</DT>
		<Obj N="SkippedItems" RefId="5"><LST><Obj RefId="6"><Props><Obj N="Kind" RefId="7"><ToString>1</ToString></Obj>
		<S N="FolderName">Inbox</S></Props></Obj><Obj RefId="8"><Props><S N="Kind">CorruptItem</S>
		<S N="FolderName">Inbox</S></Props></Obj></LST></Obj></Props></Obj></Objs>`,
	"Format-List": "\r\nIdentity                  : ann@example.org\r\nBatchId                   : Wave 1\r\n" +
		"Status                    : Synced\r\nSkippedItemCount          : 2\r\n" +
		"DataConsistencyScore      : Investigate\r\nHasUnapprovedSkippedItems : True\r\n" +
		"LastSuccessfulSyncTime    : 01.11.2026 10:00:00\r\nSkippedItems              : {CorruptItem, CorruptItem}\r\n",
	"Export-Csv": "#TYPE X\r\n\"Identity\",\"BatchId\",\"Status\",\"SkippedItemCount\",\"DataConsistencyScore\"," +
		"\"HasUnapprovedSkippedItems\",\"LastSuccessfulSyncTime\",\"SkippedItems\"\r\n\"ann@example.org\",\"Wave 1\"," +
		"\"Synced\",\"2\",\"Investigate\",\"True\",\"11/1/2026 9:00:00 AM\"," +
		"\"Microsoft.Exchange.Data.MultiValuedProperty`1[Microsoft.Exchange.Migration.Item]\"\r\n",
}

// Every form shows the same person; one that loses the list says so, with the command that
// brings it.
func TestOnePersonInEachForm(t *testing.T) {
	for form, text := range forms {
		units := utf16.Encode([]rune("\uFEFF" + text))
		wide := make([]byte, 0, 2*len(units))
		for _, u := range units {
			wide = binary.LittleEndian.AppendUint16(wide, u)
		}
		for encoding, data := range map[string][]byte{"UTF-8": []byte(text), "UTF-16": wide} {
			rows, err := powershell.Read(data)
			if err != nil {
				t.Errorf("%s, %s: %v", form, encoding, err)
				continue
			}
			e := Read(rows)
			if len(e.People) != 1 {
				t.Errorf("%s, %s: %+v", form, encoding, e)
				continue
			}
			p := e.People[0]
			if p.Identity != "ann@example.org" || p.Batch != "Wave 1" || p.State != Synced || p.Grade != Investigate ||
				p.Skipped != (Count{2, true}) || p.Unapproved != Yes {
				t.Errorf("%s, %s: %+v", form, encoding, p)
			}
			keeps := form == "JSON" || form == "CLIXML"
			if keeps != (p.List == ListWhole) || keeps != (len(e.Lost) == 0) || keeps == p.LastSync.IsZero() {
				t.Errorf("%s, %s: the list is %s, lost are %v, synced %v", form, encoding, p.List, e.Lost, p.LastSync)
			}
			if keeps && p.Content() != (Content{Items: 1, Others: 1}) { // a number is no kind
				t.Errorf("%s, %s: %+v", form, encoding, p.Losses)
			}
			if want := map[bool]Act{true: ActApprove, false: ActList}[keeps]; p.Decide().Act != want {
				t.Errorf("%s, %s: %+v", form, encoding, p.Decide())
			}
		}
	}
}
